-- All text is compared bytewise (COLLATE "C"), as SQLite does, so that orders, cursors and keys are the same on both.

-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "organization" (
    "id" TEXT COLLATE "C" NOT NULL,
    "name" TEXT COLLATE "C" NOT NULL,
    "currency" TEXT COLLATE "C" NOT NULL DEFAULT 'USD',
    "date_created" TIMESTAMPTZ(3) NOT NULL,
    "date_updated" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "organization_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "user" (
    "id" TEXT COLLATE "C" NOT NULL,
    "email" TEXT COLLATE "C",
    "first_name" TEXT COLLATE "C" NOT NULL DEFAULT '',
    "last_name" TEXT COLLATE "C" NOT NULL DEFAULT '',
    "full_name" TEXT COLLATE "C" NOT NULL,
    "name_folded" TEXT COLLATE "C" NOT NULL,
    "image" TEXT COLLATE "C",
    "date_created" TIMESTAMPTZ(3) NOT NULL,
    "date_updated" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "user_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "membership" (
    "id" TEXT COLLATE "C" NOT NULL,
    "organization_id" TEXT COLLATE "C" NOT NULL,
    "user_id" TEXT COLLATE "C" NOT NULL,
    "role" TEXT COLLATE "C" NOT NULL DEFAULT 'user',
    "is_active" BOOLEAN NOT NULL DEFAULT true,
    "date_created" TIMESTAMPTZ(3) NOT NULL,
    "date_updated" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "membership_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "membership_role_check" CHECK ("role" IN ('admin', 'user'))
);

-- CreateTable
CREATE TABLE "api_key" (
    "id" TEXT COLLATE "C" NOT NULL,
    "organization_id" TEXT COLLATE "C" NOT NULL,
    "user_id" TEXT COLLATE "C" NOT NULL,
    "key_hash" TEXT COLLATE "C" NOT NULL,
    "name" TEXT COLLATE "C" NOT NULL DEFAULT '',
    "date_created" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "api_key_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "pipeline" (
    "id" TEXT COLLATE "C" NOT NULL,
    "organization_id" TEXT COLLATE "C" NOT NULL,
    "name" TEXT COLLATE "C" NOT NULL,
    "name_folded" TEXT COLLATE "C" NOT NULL,
    "position" INTEGER NOT NULL,
    "created_by" TEXT COLLATE "C",
    "updated_by" TEXT COLLATE "C",
    "date_created" TIMESTAMPTZ(3) NOT NULL,
    "date_updated" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "pipeline_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "opportunity_status" (
    "id" TEXT COLLATE "C" NOT NULL,
    "organization_id" TEXT COLLATE "C" NOT NULL,
    "pipeline_id" TEXT COLLATE "C" NOT NULL,
    "label" TEXT COLLATE "C" NOT NULL,
    "label_folded" TEXT COLLATE "C" NOT NULL,
    "type" TEXT COLLATE "C" NOT NULL,
    "position" INTEGER NOT NULL,
    "date_created" TIMESTAMPTZ(3) NOT NULL,
    "date_updated" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "opportunity_status_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "opportunity_status_type_check" CHECK ("type" IN ('active', 'won', 'lost'))
);

-- CreateTable
CREATE TABLE "lead_status" (
    "id" TEXT COLLATE "C" NOT NULL,
    "organization_id" TEXT COLLATE "C" NOT NULL,
    "label" TEXT COLLATE "C" NOT NULL,
    "label_folded" TEXT COLLATE "C" NOT NULL,
    "position" INTEGER NOT NULL,
    "date_created" TIMESTAMPTZ(3) NOT NULL,
    "date_updated" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "lead_status_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "lead" (
    "row_key" SERIAL NOT NULL,
    "id" TEXT COLLATE "C" NOT NULL,
    "organization_id" TEXT COLLATE "C" NOT NULL,
    "name" TEXT COLLATE "C" NOT NULL,
    "name_folded" TEXT COLLATE "C" NOT NULL,
    "description" TEXT COLLATE "C" NOT NULL DEFAULT '',
    "url" TEXT COLLATE "C",
    "addresses" JSONB NOT NULL,
    "status_id" TEXT COLLATE "C" NOT NULL,
    "external_id" TEXT COLLATE "C",
    "created_by" TEXT COLLATE "C",
    "updated_by" TEXT COLLATE "C",
    "date_created" TIMESTAMPTZ(3) NOT NULL,
    "date_updated" TIMESTAMPTZ(3) NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "lead_pkey" PRIMARY KEY ("row_key")
);

-- CreateTable
CREATE TABLE "contact" (
    "row_key" SERIAL NOT NULL,
    "id" TEXT COLLATE "C" NOT NULL,
    "organization_id" TEXT COLLATE "C" NOT NULL,
    "lead_id" TEXT COLLATE "C" NOT NULL,
    "name" TEXT COLLATE "C" NOT NULL DEFAULT '',
    "name_folded" TEXT COLLATE "C" NOT NULL DEFAULT '',
    "title" TEXT COLLATE "C" NOT NULL DEFAULT '',
    "emails" JSONB NOT NULL,
    "emails_folded" TEXT COLLATE "C" NOT NULL DEFAULT '',
    "phones" JSONB NOT NULL,
    "urls" JSONB NOT NULL,
    "created_by" TEXT COLLATE "C",
    "updated_by" TEXT COLLATE "C",
    "date_created" TIMESTAMPTZ(3) NOT NULL,
    "date_updated" TIMESTAMPTZ(3) NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "contact_pkey" PRIMARY KEY ("row_key")
);

-- CreateTable
CREATE TABLE "opportunity" (
    "row_key" SERIAL NOT NULL,
    "id" TEXT COLLATE "C" NOT NULL,
    "organization_id" TEXT COLLATE "C" NOT NULL,
    "lead_id" TEXT COLLATE "C" NOT NULL,
    "contact_id" TEXT COLLATE "C",
    "user_id" TEXT COLLATE "C",
    "status_id" TEXT COLLATE "C" NOT NULL,
    "value" BIGINT,
    "value_period" TEXT COLLATE "C" NOT NULL DEFAULT 'one_time',
    "confidence" INTEGER NOT NULL DEFAULT 50,
    "annualized_value" BIGINT GENERATED ALWAYS AS ("value" * CASE "value_period" WHEN 'monthly' THEN 12 ELSE 1 END) STORED,
    "weighted" BIGINT GENERATED ALWAYS AS ("value" * "confidence") STORED,
    "annualized_weighted" BIGINT GENERATED ALWAYS AS ("value" * "confidence" * CASE "value_period" WHEN 'monthly' THEN 12 ELSE 1 END) STORED,
    "note" TEXT COLLATE "C" NOT NULL DEFAULT '',
    "note_folded" TEXT COLLATE "C" NOT NULL DEFAULT '',
    "note_html" TEXT COLLATE "C",
    "date_won" TEXT COLLATE "C",
    "date_lost" TIMESTAMPTZ(3),
    "external_id" TEXT COLLATE "C",
    "created_by" TEXT COLLATE "C",
    "updated_by" TEXT COLLATE "C",
    "date_created" TIMESTAMPTZ(3) NOT NULL,
    "date_updated" TIMESTAMPTZ(3) NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "opportunity_pkey" PRIMARY KEY ("row_key"),
    CONSTRAINT "opportunity_value_check" CHECK ("value" BETWEEN -99999999999999 AND 99999999999999),
    CONSTRAINT "opportunity_value_period_check" CHECK ("value_period" IN ('one_time', 'monthly', 'annual')),
    CONSTRAINT "opportunity_confidence_check" CHECK ("confidence" BETWEEN 0 AND 100),
    CONSTRAINT "opportunity_date_won_check" CHECK ("date_won" ~ '^[0-9]{4}-[0-1][0-9]-[0-3][0-9]$')
);

-- CreateTable
CREATE TABLE "status_change" (
    "row_key" SERIAL NOT NULL,
    "id" TEXT COLLATE "C" NOT NULL,
    "organization_id" TEXT COLLATE "C" NOT NULL,
    "opportunity_id" TEXT COLLATE "C" NOT NULL,
    "lead_id" TEXT COLLATE "C" NOT NULL,
    "contact_id" TEXT COLLATE "C",
    "old_status_id" TEXT COLLATE "C",
    "old_status_label" TEXT COLLATE "C",
    "old_status_label_folded" TEXT COLLATE "C",
    "old_status_type" TEXT COLLATE "C",
    "old_pipeline_id" TEXT COLLATE "C",
    "old_pipeline_name" TEXT COLLATE "C",
    "new_status_id" TEXT COLLATE "C" NOT NULL,
    "new_status_label" TEXT COLLATE "C" NOT NULL,
    "new_status_label_folded" TEXT COLLATE "C" NOT NULL,
    "new_status_type" TEXT COLLATE "C" NOT NULL,
    "new_pipeline_id" TEXT COLLATE "C" NOT NULL,
    "new_pipeline_name" TEXT COLLATE "C" NOT NULL,
    "opportunity_value" BIGINT,
    "opportunity_value_period" TEXT COLLATE "C" NOT NULL,
    "opportunity_confidence" INTEGER NOT NULL,
    "opportunity_date_won" TEXT COLLATE "C",
    "user_id" TEXT COLLATE "C",
    "date_created" TIMESTAMPTZ(3) NOT NULL,
    "date_updated" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "status_change_pkey" PRIMARY KEY ("row_key"),
    CONSTRAINT "status_change_old_status_type_check" CHECK ("old_status_type" IN ('active', 'won', 'lost')),
    CONSTRAINT "status_change_new_status_type_check" CHECK ("new_status_type" IN ('active', 'won', 'lost')),
    CONSTRAINT "status_change_opportunity_value_period_check" CHECK ("opportunity_value_period" IN ('one_time', 'monthly', 'annual')),
    CONSTRAINT "status_change_opportunity_date_won_check" CHECK ("opportunity_date_won" ~ '^[0-9]{4}-[0-1][0-9]-[0-3][0-9]$')
);

-- CreateTable
CREATE TABLE "custom_field" (
    "id" TEXT COLLATE "C" NOT NULL,
    "organization_id" TEXT COLLATE "C" NOT NULL,
    "name" TEXT COLLATE "C" NOT NULL,
    "name_folded" TEXT COLLATE "C" NOT NULL,
    "type" TEXT COLLATE "C" NOT NULL,
    "choices" JSONB,
    "accepts_multiple_values" BOOLEAN NOT NULL DEFAULT false,
    "is_shared" BOOLEAN NOT NULL DEFAULT false,
    "description" TEXT COLLATE "C",
    "created_by" TEXT COLLATE "C",
    "updated_by" TEXT COLLATE "C",
    "date_created" TIMESTAMPTZ(3) NOT NULL,
    "date_updated" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "custom_field_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "custom_field_type_check" CHECK ("type" IN ('text', 'textarea', 'number', 'date', 'datetime', 'choices', 'user', 'contact', 'hidden'))
);

-- CreateTable
CREATE TABLE "custom_field_object" (
    "organization_id" TEXT COLLATE "C" NOT NULL,
    "custom_field_id" TEXT COLLATE "C" NOT NULL,
    "object_type" TEXT COLLATE "C" NOT NULL,
    "position" INTEGER NOT NULL,
    "required" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "custom_field_object_pkey" PRIMARY KEY ("custom_field_id","object_type"),
    CONSTRAINT "custom_field_object_object_type_check" CHECK ("object_type" IN ('opportunity', 'lead', 'contact'))
);

-- CreateTable
CREATE TABLE "custom_field_value" (
    "row_key" SERIAL NOT NULL,
    "organization_id" TEXT COLLATE "C" NOT NULL,
    "custom_field_id" TEXT COLLATE "C" NOT NULL,
    "opportunity_id" TEXT COLLATE "C",
    "lead_id" TEXT COLLATE "C",
    "position" INTEGER NOT NULL DEFAULT 0,
    "text_value" TEXT COLLATE "C",
    "text_folded" TEXT COLLATE "C",
    "number_value" DOUBLE PRECISION,
    "date_value" TEXT COLLATE "C",
    "instant_value" TIMESTAMPTZ(3),
    "user_id" TEXT COLLATE "C",
    "contact_id" TEXT COLLATE "C",

    CONSTRAINT "custom_field_value_pkey" PRIMARY KEY ("row_key"),
    CONSTRAINT "custom_field_value_date_value_check" CHECK ("date_value" ~ '^[0-9]{4}-[0-1][0-9]-[0-3][0-9]$'),
    CONSTRAINT "custom_field_value_owner_check" CHECK (("opportunity_id" IS NULL) <> ("lead_id" IS NULL))
);

-- CreateTable
CREATE TABLE "idempotency_record" (
    "organization_id" TEXT COLLATE "C" NOT NULL,
    "user_id" TEXT COLLATE "C" NOT NULL,
    "key" TEXT COLLATE "C" NOT NULL,
    "request_hash" TEXT COLLATE "C" NOT NULL,
    "response" TEXT COLLATE "C" NOT NULL,
    "date_created" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "idempotency_record_pkey" PRIMARY KEY ("organization_id","user_id","key")
);

-- CreateIndex
CREATE UNIQUE INDEX "user_email_key" ON "user"("email");

-- CreateIndex
CREATE INDEX "membership_user_id_idx" ON "membership"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "membership_organization_id_user_id_key" ON "membership"("organization_id", "user_id");

-- CreateIndex
CREATE UNIQUE INDEX "api_key_key_hash_key" ON "api_key"("key_hash");

-- CreateIndex
CREATE INDEX "api_key_organization_id_user_id_idx" ON "api_key"("organization_id", "user_id");

-- CreateIndex
CREATE INDEX "pipeline_organization_id_position_idx" ON "pipeline"("organization_id", "position");

-- CreateIndex
CREATE UNIQUE INDEX "pipeline_organization_id_id_key" ON "pipeline"("organization_id", "id");

-- CreateIndex
CREATE INDEX "opportunity_status_organization_id_pipeline_id_position_idx" ON "opportunity_status"("organization_id", "pipeline_id", "position");

-- CreateIndex
CREATE UNIQUE INDEX "opportunity_status_organization_id_id_key" ON "opportunity_status"("organization_id", "id");

-- CreateIndex
CREATE INDEX "lead_status_organization_id_position_idx" ON "lead_status"("organization_id", "position");

-- CreateIndex
CREATE UNIQUE INDEX "lead_status_organization_id_id_key" ON "lead_status"("organization_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "lead_id_key" ON "lead"("id");

-- CreateIndex
CREATE INDEX "lead_organization_id_name_folded_id_idx" ON "lead"("organization_id", "name_folded", "id");

-- CreateIndex
CREATE INDEX "lead_organization_id_date_created_id_idx" ON "lead"("organization_id", "date_created", "id");

-- CreateIndex
CREATE INDEX "lead_organization_id_date_updated_id_idx" ON "lead"("organization_id", "date_updated", "id");

-- CreateIndex
CREATE INDEX "lead_organization_id_status_id_idx" ON "lead"("organization_id", "status_id");

-- CreateIndex
CREATE INDEX "lead_organization_id_created_by_idx" ON "lead"("organization_id", "created_by");

-- CreateIndex
CREATE INDEX "lead_organization_id_updated_by_idx" ON "lead"("organization_id", "updated_by");

-- CreateIndex
CREATE UNIQUE INDEX "lead_organization_id_id_key" ON "lead"("organization_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "lead_organization_id_external_id_key" ON "lead"("organization_id", "external_id");

-- CreateIndex
CREATE UNIQUE INDEX "contact_id_key" ON "contact"("id");

-- CreateIndex
CREATE INDEX "contact_organization_id_lead_id_idx" ON "contact"("organization_id", "lead_id");

-- CreateIndex
CREATE INDEX "contact_organization_id_name_folded_id_idx" ON "contact"("organization_id", "name_folded", "id");

-- CreateIndex
CREATE UNIQUE INDEX "contact_organization_id_id_key" ON "contact"("organization_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "opportunity_id_key" ON "opportunity"("id");

-- CreateIndex
CREATE INDEX "opportunity_organization_id_date_created_id_idx" ON "opportunity"("organization_id", "date_created", "id");

-- CreateIndex
CREATE INDEX "opportunity_organization_id_date_updated_id_idx" ON "opportunity"("organization_id", "date_updated", "id");

-- CreateIndex
CREATE INDEX "opportunity_organization_id_date_lost_id_idx" ON "opportunity"("organization_id", "date_lost", "id");

-- CreateIndex
CREATE INDEX "opportunity_organization_id_confidence_id_idx" ON "opportunity"("organization_id", "confidence", "id");

-- CreateIndex
CREATE INDEX "opportunity_organization_id_value_id_idx" ON "opportunity"("organization_id", "value", "id");

-- CreateIndex
CREATE INDEX "opportunity_organization_id_annualized_value_id_idx" ON "opportunity"("organization_id", "annualized_value", "id");

-- CreateIndex
CREATE INDEX "opportunity_organization_id_weighted_id_idx" ON "opportunity"("organization_id", "weighted", "id");

-- CreateIndex
CREATE INDEX "opportunity_organization_id_annualized_weighted_id_idx" ON "opportunity"("organization_id", "annualized_weighted", "id");

-- CreateIndex
CREATE INDEX "opportunity_organization_id_date_won_id_idx" ON "opportunity"("organization_id", "date_won", "id");

-- CreateIndex
CREATE INDEX "opportunity_organization_id_value_period_value_weighted_idx" ON "opportunity"("organization_id", "value_period", "value", "weighted");

-- CreateIndex
CREATE INDEX "opportunity_organization_id_status_id_value_period_value_we_idx" ON "opportunity"("organization_id", "status_id", "value_period", "value", "weighted", "date_won");

-- CreateIndex
CREATE INDEX "opportunity_organization_id_user_id_value_period_value_weig_idx" ON "opportunity"("organization_id", "user_id", "value_period", "value", "weighted", "status_id");

-- CreateIndex
CREATE INDEX "opportunity_organization_id_lead_id_value_period_value_weig_idx" ON "opportunity"("organization_id", "lead_id", "value_period", "value", "weighted", "status_id");

-- CreateIndex
CREATE INDEX "opportunity_organization_id_date_won_value_period_value_wei_idx" ON "opportunity"("organization_id", "date_won", "value_period", "value", "weighted", "user_id", "status_id");

-- CreateIndex
CREATE INDEX "opportunity_organization_id_contact_id_idx" ON "opportunity"("organization_id", "contact_id");

-- CreateIndex
CREATE INDEX "opportunity_organization_id_created_by_idx" ON "opportunity"("organization_id", "created_by");

-- CreateIndex
CREATE INDEX "opportunity_organization_id_updated_by_idx" ON "opportunity"("organization_id", "updated_by");

-- CreateIndex
CREATE UNIQUE INDEX "opportunity_organization_id_id_key" ON "opportunity"("organization_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "opportunity_organization_id_external_id_key" ON "opportunity"("organization_id", "external_id");

-- CreateIndex
CREATE UNIQUE INDEX "status_change_id_key" ON "status_change"("id");

-- CreateIndex
CREATE INDEX "status_change_organization_id_date_created_row_key_idx" ON "status_change"("organization_id", "date_created", "row_key");

-- CreateIndex
CREATE INDEX "status_change_organization_id_opportunity_id_date_created_idx" ON "status_change"("organization_id", "opportunity_id", "date_created");

-- CreateIndex
CREATE INDEX "status_change_organization_id_lead_id_date_created_idx" ON "status_change"("organization_id", "lead_id", "date_created");

-- CreateIndex
CREATE INDEX "status_change_organization_id_user_id_date_created_idx" ON "status_change"("organization_id", "user_id", "date_created");

-- CreateIndex
CREATE UNIQUE INDEX "status_change_organization_id_id_key" ON "status_change"("organization_id", "id");

-- CreateIndex
CREATE INDEX "custom_field_organization_id_name_folded_idx" ON "custom_field"("organization_id", "name_folded");

-- CreateIndex
CREATE UNIQUE INDEX "custom_field_organization_id_id_key" ON "custom_field"("organization_id", "id");

-- CreateIndex
CREATE INDEX "custom_field_object_organization_id_object_type_position_idx" ON "custom_field_object"("organization_id", "object_type", "position");

-- CreateIndex
CREATE INDEX "custom_field_object_organization_id_custom_field_id_idx" ON "custom_field_object"("organization_id", "custom_field_id");

-- CreateIndex
CREATE INDEX "custom_field_value_organization_id_opportunity_id_idx" ON "custom_field_value"("organization_id", "opportunity_id");

-- CreateIndex
CREATE INDEX "custom_field_value_organization_id_lead_id_idx" ON "custom_field_value"("organization_id", "lead_id");

-- CreateIndex
CREATE INDEX "custom_field_value_text_folded_idx" ON "custom_field_value" USING HASH ("text_folded");

-- CreateIndex
CREATE INDEX "custom_field_value_organization_id_custom_field_id_number_v_idx" ON "custom_field_value"("organization_id", "custom_field_id", "number_value");

-- CreateIndex
CREATE INDEX "custom_field_value_organization_id_custom_field_id_date_val_idx" ON "custom_field_value"("organization_id", "custom_field_id", "date_value");

-- CreateIndex
CREATE INDEX "custom_field_value_organization_id_custom_field_id_instant__idx" ON "custom_field_value"("organization_id", "custom_field_id", "instant_value");

-- CreateIndex
CREATE INDEX "custom_field_value_organization_id_custom_field_id_user_id_idx" ON "custom_field_value"("organization_id", "custom_field_id", "user_id");

-- CreateIndex
CREATE INDEX "custom_field_value_organization_id_contact_id_idx" ON "custom_field_value"("organization_id", "contact_id");

-- CreateIndex
CREATE UNIQUE INDEX "custom_field_value_opportunity_id_custom_field_id_position_key" ON "custom_field_value"("opportunity_id", "custom_field_id", "position");

-- CreateIndex
CREATE UNIQUE INDEX "custom_field_value_lead_id_custom_field_id_position_key" ON "custom_field_value"("lead_id", "custom_field_id", "position");

-- CreateIndex
CREATE INDEX "idempotency_record_date_created_idx" ON "idempotency_record"("date_created");

-- AddForeignKey
ALTER TABLE "membership" ADD CONSTRAINT "membership_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "membership" ADD CONSTRAINT "membership_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_organization_id_user_id_fkey" FOREIGN KEY ("organization_id", "user_id") REFERENCES "membership"("organization_id", "user_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pipeline" ADD CONSTRAINT "pipeline_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "opportunity_status" ADD CONSTRAINT "opportunity_status_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "opportunity_status" ADD CONSTRAINT "opportunity_status_organization_id_pipeline_id_fkey" FOREIGN KEY ("organization_id", "pipeline_id") REFERENCES "pipeline"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lead_status" ADD CONSTRAINT "lead_status_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lead" ADD CONSTRAINT "lead_organization_id_status_id_fkey" FOREIGN KEY ("organization_id", "status_id") REFERENCES "lead_status"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lead" ADD CONSTRAINT "lead_created_by_fkey" FOREIGN KEY ("created_by") REFERENCES "user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lead" ADD CONSTRAINT "lead_updated_by_fkey" FOREIGN KEY ("updated_by") REFERENCES "user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lead" ADD CONSTRAINT "lead_organization_id_created_by_fkey" FOREIGN KEY ("organization_id", "created_by") REFERENCES "membership"("organization_id", "user_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lead" ADD CONSTRAINT "lead_organization_id_updated_by_fkey" FOREIGN KEY ("organization_id", "updated_by") REFERENCES "membership"("organization_id", "user_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contact" ADD CONSTRAINT "contact_organization_id_lead_id_fkey" FOREIGN KEY ("organization_id", "lead_id") REFERENCES "lead"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contact" ADD CONSTRAINT "contact_created_by_fkey" FOREIGN KEY ("created_by") REFERENCES "user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contact" ADD CONSTRAINT "contact_updated_by_fkey" FOREIGN KEY ("updated_by") REFERENCES "user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contact" ADD CONSTRAINT "contact_organization_id_created_by_fkey" FOREIGN KEY ("organization_id", "created_by") REFERENCES "membership"("organization_id", "user_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "contact" ADD CONSTRAINT "contact_organization_id_updated_by_fkey" FOREIGN KEY ("organization_id", "updated_by") REFERENCES "membership"("organization_id", "user_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "opportunity" ADD CONSTRAINT "opportunity_organization_id_lead_id_fkey" FOREIGN KEY ("organization_id", "lead_id") REFERENCES "lead"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "opportunity" ADD CONSTRAINT "opportunity_organization_id_contact_id_fkey" FOREIGN KEY ("organization_id", "contact_id") REFERENCES "contact"("organization_id", "id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "opportunity" ADD CONSTRAINT "opportunity_organization_id_status_id_fkey" FOREIGN KEY ("organization_id", "status_id") REFERENCES "opportunity_status"("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "opportunity" ADD CONSTRAINT "opportunity_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "opportunity" ADD CONSTRAINT "opportunity_created_by_fkey" FOREIGN KEY ("created_by") REFERENCES "user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "opportunity" ADD CONSTRAINT "opportunity_updated_by_fkey" FOREIGN KEY ("updated_by") REFERENCES "user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "opportunity" ADD CONSTRAINT "opportunity_organization_id_user_id_fkey" FOREIGN KEY ("organization_id", "user_id") REFERENCES "membership"("organization_id", "user_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "opportunity" ADD CONSTRAINT "opportunity_organization_id_created_by_fkey" FOREIGN KEY ("organization_id", "created_by") REFERENCES "membership"("organization_id", "user_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "opportunity" ADD CONSTRAINT "opportunity_organization_id_updated_by_fkey" FOREIGN KEY ("organization_id", "updated_by") REFERENCES "membership"("organization_id", "user_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "status_change" ADD CONSTRAINT "status_change_organization_id_opportunity_id_fkey" FOREIGN KEY ("organization_id", "opportunity_id") REFERENCES "opportunity"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "status_change" ADD CONSTRAINT "status_change_organization_id_lead_id_fkey" FOREIGN KEY ("organization_id", "lead_id") REFERENCES "lead"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "status_change" ADD CONSTRAINT "status_change_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "status_change" ADD CONSTRAINT "status_change_organization_id_user_id_fkey" FOREIGN KEY ("organization_id", "user_id") REFERENCES "membership"("organization_id", "user_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "custom_field" ADD CONSTRAINT "custom_field_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "custom_field_object" ADD CONSTRAINT "custom_field_object_organization_id_custom_field_id_fkey" FOREIGN KEY ("organization_id", "custom_field_id") REFERENCES "custom_field"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "custom_field_value" ADD CONSTRAINT "custom_field_value_organization_id_custom_field_id_fkey" FOREIGN KEY ("organization_id", "custom_field_id") REFERENCES "custom_field"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "custom_field_value" ADD CONSTRAINT "custom_field_value_organization_id_opportunity_id_fkey" FOREIGN KEY ("organization_id", "opportunity_id") REFERENCES "opportunity"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "custom_field_value" ADD CONSTRAINT "custom_field_value_organization_id_lead_id_fkey" FOREIGN KEY ("organization_id", "lead_id") REFERENCES "lead"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "custom_field_value" ADD CONSTRAINT "custom_field_value_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "custom_field_value" ADD CONSTRAINT "custom_field_value_organization_id_user_id_fkey" FOREIGN KEY ("organization_id", "user_id") REFERENCES "membership"("organization_id", "user_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "custom_field_value" ADD CONSTRAINT "custom_field_value_organization_id_contact_id_fkey" FOREIGN KEY ("organization_id", "contact_id") REFERENCES "contact"("organization_id", "id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- Descending orders keep nulls last too, which an ascending index read backwards does not.
CREATE INDEX "opportunity_value_desc_idx" ON "opportunity"("organization_id", "value" DESC NULLS LAST, "id" DESC);
CREATE INDEX "opportunity_annualized_value_desc_idx" ON "opportunity"("organization_id", "annualized_value" DESC NULLS LAST, "id" DESC);
CREATE INDEX "opportunity_weighted_desc_idx" ON "opportunity"("organization_id", "weighted" DESC NULLS LAST, "id" DESC);
CREATE INDEX "opportunity_annualized_weighted_desc_idx" ON "opportunity"("organization_id", "annualized_weighted" DESC NULLS LAST, "id" DESC);
CREATE INDEX "opportunity_date_won_desc_idx" ON "opportunity"("organization_id", "date_won" DESC NULLS LAST, "id" DESC);
CREATE INDEX "opportunity_date_lost_desc_idx" ON "opportunity"("organization_id", "date_lost" DESC NULLS LAST, "id" DESC);
