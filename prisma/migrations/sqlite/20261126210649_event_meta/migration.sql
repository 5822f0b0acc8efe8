-- AlterTable
ALTER TABLE "event" ADD COLUMN "meta" JSONB;
