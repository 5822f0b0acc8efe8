-- AlterTable
ALTER TABLE "organization" ADD COLUMN     "stalled_after_days" INTEGER;
