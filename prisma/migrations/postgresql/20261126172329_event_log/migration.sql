-- CreateTable
CREATE TABLE "event" (
    "row_key" SERIAL NOT NULL,
    "id" TEXT COLLATE "C" NOT NULL,
    "organization_id" TEXT COLLATE "C" NOT NULL,
    "object_type" TEXT COLLATE "C" NOT NULL,
    "object_id" TEXT COLLATE "C" NOT NULL,
    "lead_id" TEXT COLLATE "C",
    "action" TEXT COLLATE "C" NOT NULL,
    "data" JSONB,
    "previous_data" JSONB,
    "change_id" TEXT COLLATE "C" NOT NULL,
    "user_id" TEXT COLLATE "C",
    "api_key_id" TEXT COLLATE "C",
    "request_id" TEXT COLLATE "C",
    "date_created" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "event_pkey" PRIMARY KEY ("row_key")
);

-- CreateTable
CREATE TABLE "change_origin" (
    "change_id" TEXT COLLATE "C" NOT NULL,
    "user_id" TEXT COLLATE "C",
    "api_key_id" TEXT COLLATE "C",
    "request_id" TEXT COLLATE "C",
    "date" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "change_origin_pkey" PRIMARY KEY ("change_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "event_id_key" ON "event"("id");

-- CreateIndex
CREATE INDEX "event_organization_id_date_created_row_key_idx" ON "event"("organization_id", "date_created", "row_key");

-- CreateIndex
CREATE INDEX "event_organization_id_object_id_row_key_idx" ON "event"("organization_id", "object_id", "row_key");

-- CreateIndex
CREATE INDEX "event_organization_id_lead_id_date_created_row_key_idx" ON "event"("organization_id", "lead_id", "date_created", "row_key");
