-- What people are called moves from the person, whom organizations share, to the membership, which belongs to one.
ALTER TABLE "membership" ADD COLUMN     "first_name" TEXT COLLATE "C" NOT NULL DEFAULT '',
ADD COLUMN     "last_name" TEXT COLLATE "C" NOT NULL DEFAULT '',
ADD COLUMN     "full_name" TEXT COLLATE "C" NOT NULL DEFAULT '',
ADD COLUMN     "name_folded" TEXT COLLATE "C" NOT NULL DEFAULT '',
ADD COLUMN     "image" TEXT COLLATE "C";

UPDATE "membership" SET "first_name" = u."first_name", "last_name" = u."last_name", "full_name" = u."full_name",
    "name_folded" = u."name_folded", "image" = u."image"
FROM "user" AS u WHERE u."id" = "membership"."user_id";

ALTER TABLE "membership" ALTER COLUMN "full_name" DROP DEFAULT,
ALTER COLUMN "name_folded" DROP DEFAULT;

ALTER TABLE "user" DROP COLUMN "first_name",
DROP COLUMN "last_name",
DROP COLUMN "full_name",
DROP COLUMN "name_folded",
DROP COLUMN "image";

ALTER TABLE "membership" DROP CONSTRAINT "membership_role_check",
ADD CONSTRAINT "membership_role_check" CHECK ("role" IN ('admin', 'user', 'read_only'));

-- AlterTable
ALTER TABLE "api_key" ADD COLUMN     "prefix" TEXT COLLATE "C" NOT NULL DEFAULT '',
ADD COLUMN     "role" TEXT COLLATE "C",
ADD COLUMN     "date_expires" TIMESTAMPTZ(3),
ADD COLUMN     "date_revoked" TIMESTAMPTZ(3),
ADD COLUMN     "date_last_used" TIMESTAMPTZ(3),
ADD CONSTRAINT "api_key_role_check" CHECK ("role" IN ('admin', 'user', 'read_only'));
