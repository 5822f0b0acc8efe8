-- What people are called moves from the person, whom organizations share, to the membership, which belongs to one.
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_membership" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "organization_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "role" TEXT NOT NULL DEFAULT 'user',
    "is_active" BOOLEAN NOT NULL DEFAULT true,
    "first_name" TEXT NOT NULL DEFAULT '',
    "last_name" TEXT NOT NULL DEFAULT '',
    "full_name" TEXT NOT NULL,
    "name_folded" TEXT NOT NULL,
    "image" TEXT,
    "date_created" DATETIME NOT NULL,
    "date_updated" DATETIME NOT NULL,
    CONSTRAINT "membership_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "membership_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "membership_role_check" CHECK ("role" IN ('admin', 'user', 'read_only'))
);
INSERT INTO "new_membership" ("id", "organization_id", "user_id", "role", "is_active", "first_name", "last_name", "full_name", "name_folded", "image", "date_created", "date_updated")
SELECT m."id", m."organization_id", m."user_id", m."role", m."is_active", u."first_name", u."last_name", u."full_name", u."name_folded", u."image", m."date_created", m."date_updated"
FROM "membership" AS m JOIN "user" AS u ON u."id" = m."user_id";
DROP TABLE "membership";
ALTER TABLE "new_membership" RENAME TO "membership";
CREATE INDEX "membership_user_id_idx" ON "membership"("user_id");
CREATE UNIQUE INDEX "membership_organization_id_user_id_key" ON "membership"("organization_id", "user_id");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

ALTER TABLE "user" DROP COLUMN "first_name";
ALTER TABLE "user" DROP COLUMN "last_name";
ALTER TABLE "user" DROP COLUMN "full_name";
ALTER TABLE "user" DROP COLUMN "name_folded";
ALTER TABLE "user" DROP COLUMN "image";

-- AlterTable
ALTER TABLE "api_key" ADD COLUMN "prefix" TEXT NOT NULL DEFAULT '';
ALTER TABLE "api_key" ADD COLUMN "role" TEXT CONSTRAINT "api_key_role_check" CHECK ("role" IN ('admin', 'user', 'read_only'));
ALTER TABLE "api_key" ADD COLUMN "date_expires" DATETIME;
ALTER TABLE "api_key" ADD COLUMN "date_revoked" DATETIME;
ALTER TABLE "api_key" ADD COLUMN "date_last_used" DATETIME;
