-- CreateTable
CREATE TABLE "webhook" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "organization_id" TEXT NOT NULL,
    "url" TEXT NOT NULL,
    "events" JSONB NOT NULL,
    "status" TEXT NOT NULL,
    "signature_key" TEXT NOT NULL,
    "verify_ssl" BOOLEAN NOT NULL,
    "created_by" TEXT,
    "updated_by" TEXT,
    "date_created" DATETIME NOT NULL,
    "date_updated" DATETIME NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "failing_since" DATETIME,
    "leased_until" DATETIME,
    CONSTRAINT "webhook_status_check" CHECK ("status" IN ('active', 'paused')),
    CONSTRAINT "webhook_organization_id_created_by_fkey" FOREIGN KEY ("organization_id", "created_by") REFERENCES "membership" ("organization_id", "user_id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "webhook_organization_id_updated_by_fkey" FOREIGN KEY ("organization_id", "updated_by") REFERENCES "membership" ("organization_id", "user_id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "webhook_delivery" (
    "row_key" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "webhook_id" TEXT NOT NULL,
    "event_id" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt" DATETIME,
    "answer_status" INTEGER,
    "error" TEXT,
    "date_created" DATETIME NOT NULL,
    "date_updated" DATETIME NOT NULL,
    CONSTRAINT "webhook_delivery_status_check" CHECK ("status" IN ('pending', 'delivered', 'failed')),
    CONSTRAINT "webhook_delivery_next_attempt_check" CHECK (("status" = 'pending') = ("next_attempt" IS NOT NULL))
);

-- CreateIndex
CREATE INDEX "webhook_organization_id_status_idx" ON "webhook"("organization_id", "status");

-- CreateIndex
CREATE UNIQUE INDEX "webhook_delivery_id_key" ON "webhook_delivery"("id");

-- CreateIndex
CREATE INDEX "webhook_delivery_webhook_id_next_attempt_idx" ON "webhook_delivery"("webhook_id", "next_attempt");

-- CreateIndex
CREATE INDEX "webhook_delivery_organization_id_webhook_id_row_key_idx" ON "webhook_delivery"("organization_id", "webhook_id", "row_key");
