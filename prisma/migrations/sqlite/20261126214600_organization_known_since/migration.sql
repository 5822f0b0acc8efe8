-- AlterTable
ALTER TABLE "organization" ADD COLUMN "known_since" DATETIME;
