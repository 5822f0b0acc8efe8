-- CreateTable
CREATE TABLE "user_group" (
    "id" TEXT COLLATE "C" NOT NULL,
    "organization_id" TEXT COLLATE "C" NOT NULL,
    "name" TEXT COLLATE "C" NOT NULL,
    "name_folded" TEXT COLLATE "C" NOT NULL,
    "date_created" TIMESTAMPTZ(3) NOT NULL,
    "date_updated" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "user_group_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "user_group_member" (
    "organization_id" TEXT COLLATE "C" NOT NULL,
    "group_id" TEXT COLLATE "C" NOT NULL,
    "user_id" TEXT COLLATE "C" NOT NULL,

    CONSTRAINT "user_group_member_pkey" PRIMARY KEY ("organization_id","group_id","user_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "user_group_organization_id_id_key" ON "user_group"("organization_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "user_group_organization_id_name_folded_key" ON "user_group"("organization_id", "name_folded");

-- CreateIndex
CREATE INDEX "user_group_member_organization_id_user_id_idx" ON "user_group_member"("organization_id", "user_id");

-- AddForeignKey
ALTER TABLE "user_group" ADD CONSTRAINT "user_group_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "user_group_member" ADD CONSTRAINT "user_group_member_organization_id_group_id_fkey" FOREIGN KEY ("organization_id", "group_id") REFERENCES "user_group"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "user_group_member" ADD CONSTRAINT "user_group_member_organization_id_user_id_fkey" FOREIGN KEY ("organization_id", "user_id") REFERENCES "membership"("organization_id", "user_id") ON DELETE RESTRICT ON UPDATE CASCADE;
