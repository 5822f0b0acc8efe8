-- CreateTable
CREATE TABLE "user_group" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "organization_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "name_folded" TEXT NOT NULL,
    "date_created" DATETIME NOT NULL,
    "date_updated" DATETIME NOT NULL,
    CONSTRAINT "user_group_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "user_group_member" (
    "organization_id" TEXT NOT NULL,
    "group_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,

    PRIMARY KEY ("organization_id", "group_id", "user_id"),
    CONSTRAINT "user_group_member_organization_id_group_id_fkey" FOREIGN KEY ("organization_id", "group_id") REFERENCES "user_group" ("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "user_group_member_organization_id_user_id_fkey" FOREIGN KEY ("organization_id", "user_id") REFERENCES "membership" ("organization_id", "user_id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateIndex
CREATE UNIQUE INDEX "user_group_organization_id_id_key" ON "user_group"("organization_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "user_group_organization_id_name_folded_key" ON "user_group"("organization_id", "name_folded");

-- CreateIndex
CREATE INDEX "user_group_member_organization_id_user_id_idx" ON "user_group_member"("organization_id", "user_id");
