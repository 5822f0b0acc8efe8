-- CreateTable
CREATE TABLE "event" (
    "row_key" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "object_type" TEXT NOT NULL,
    "object_id" TEXT NOT NULL,
    "lead_id" TEXT,
    "action" TEXT NOT NULL,
    "data" JSONB,
    "previous_data" JSONB,
    "change_id" TEXT NOT NULL,
    "user_id" TEXT,
    "api_key_id" TEXT,
    "request_id" TEXT,
    "date_created" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "change_origin" (
    "change_id" TEXT NOT NULL PRIMARY KEY,
    "user_id" TEXT,
    "api_key_id" TEXT,
    "request_id" TEXT,
    "date" DATETIME NOT NULL
);

-- CreateIndex
CREATE UNIQUE INDEX "event_id_key" ON "event"("id");

-- CreateIndex
CREATE INDEX "event_organization_id_date_created_row_key_idx" ON "event"("organization_id", "date_created", "row_key");

-- CreateIndex
CREATE INDEX "event_organization_id_object_id_row_key_idx" ON "event"("organization_id", "object_id", "row_key");

-- CreateIndex
CREATE INDEX "event_organization_id_lead_id_date_created_row_key_idx" ON "event"("organization_id", "lead_id", "date_created", "row_key");
