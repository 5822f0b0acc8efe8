-- AlterTable
ALTER TABLE "organization" ADD COLUMN     "known_since" TIMESTAMPTZ(3);
