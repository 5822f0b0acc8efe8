-- CreateTable
CREATE TABLE "webhook" (
    "id" TEXT COLLATE "C" NOT NULL,
    "organization_id" TEXT COLLATE "C" NOT NULL,
    "url" TEXT COLLATE "C" NOT NULL,
    "events" JSONB NOT NULL,
    "status" TEXT COLLATE "C" NOT NULL,
    "signature_key" TEXT COLLATE "C" NOT NULL,
    "verify_ssl" BOOLEAN NOT NULL,
    "created_by" TEXT COLLATE "C",
    "updated_by" TEXT COLLATE "C",
    "date_created" TIMESTAMPTZ(3) NOT NULL,
    "date_updated" TIMESTAMPTZ(3) NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "failing_since" TIMESTAMPTZ(3),
    "leased_until" TIMESTAMPTZ(3),

    CONSTRAINT "webhook_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "webhook_status_check" CHECK ("status" IN ('active', 'paused'))
);

-- CreateTable
CREATE TABLE "webhook_delivery" (
    "row_key" SERIAL NOT NULL,
    "id" TEXT COLLATE "C" NOT NULL,
    "organization_id" TEXT COLLATE "C" NOT NULL,
    "webhook_id" TEXT COLLATE "C" NOT NULL,
    "event_id" TEXT COLLATE "C" NOT NULL,
    "status" TEXT COLLATE "C" NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_attempt" TIMESTAMPTZ(3),
    "answer_status" INTEGER,
    "error" TEXT COLLATE "C",
    "date_created" TIMESTAMPTZ(3) NOT NULL,
    "date_updated" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "webhook_delivery_pkey" PRIMARY KEY ("row_key"),
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

-- AddForeignKey
ALTER TABLE "webhook" ADD CONSTRAINT "webhook_organization_id_created_by_fkey" FOREIGN KEY ("organization_id", "created_by") REFERENCES "membership"("organization_id", "user_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "webhook" ADD CONSTRAINT "webhook_organization_id_updated_by_fkey" FOREIGN KEY ("organization_id", "updated_by") REFERENCES "membership"("organization_id", "user_id") ON DELETE RESTRICT ON UPDATE CASCADE;
