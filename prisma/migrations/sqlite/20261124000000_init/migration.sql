-- CreateTable
CREATE TABLE "organization" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "name" TEXT NOT NULL,
    "currency" TEXT NOT NULL DEFAULT 'USD',
    "date_created" DATETIME NOT NULL,
    "date_updated" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "user" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "email" TEXT,
    "first_name" TEXT NOT NULL DEFAULT '',
    "last_name" TEXT NOT NULL DEFAULT '',
    "full_name" TEXT NOT NULL,
    "name_folded" TEXT NOT NULL,
    "image" TEXT,
    "date_created" DATETIME NOT NULL,
    "date_updated" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "membership" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "organization_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "role" TEXT NOT NULL DEFAULT 'user',
    "is_active" BOOLEAN NOT NULL DEFAULT true,
    "date_created" DATETIME NOT NULL,
    "date_updated" DATETIME NOT NULL,
    CONSTRAINT "membership_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "membership_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "membership_role_check" CHECK ("role" IN ('admin', 'user'))
);

-- CreateTable
CREATE TABLE "api_key" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "organization_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "key_hash" TEXT NOT NULL,
    "name" TEXT NOT NULL DEFAULT '',
    "date_created" DATETIME NOT NULL,
    CONSTRAINT "api_key_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "api_key_organization_id_user_id_fkey" FOREIGN KEY ("organization_id", "user_id") REFERENCES "membership" ("organization_id", "user_id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "pipeline" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "organization_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "name_folded" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "created_by" TEXT,
    "updated_by" TEXT,
    "date_created" DATETIME NOT NULL,
    "date_updated" DATETIME NOT NULL,
    CONSTRAINT "pipeline_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "opportunity_status" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "organization_id" TEXT NOT NULL,
    "pipeline_id" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "label_folded" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "date_created" DATETIME NOT NULL,
    "date_updated" DATETIME NOT NULL,
    CONSTRAINT "opportunity_status_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "opportunity_status_organization_id_pipeline_id_fkey" FOREIGN KEY ("organization_id", "pipeline_id") REFERENCES "pipeline" ("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "opportunity_status_type_check" CHECK ("type" IN ('active', 'won', 'lost'))
);

-- CreateTable
CREATE TABLE "lead_status" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "organization_id" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "label_folded" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "date_created" DATETIME NOT NULL,
    "date_updated" DATETIME NOT NULL,
    CONSTRAINT "lead_status_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "lead" (
    "row_key" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "name_folded" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "url" TEXT,
    "addresses" JSONB NOT NULL,
    "status_id" TEXT NOT NULL,
    "external_id" TEXT,
    "created_by" TEXT,
    "updated_by" TEXT,
    "date_created" DATETIME NOT NULL,
    "date_updated" DATETIME NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    CONSTRAINT "lead_organization_id_status_id_fkey" FOREIGN KEY ("organization_id", "status_id") REFERENCES "lead_status" ("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "lead_created_by_fkey" FOREIGN KEY ("created_by") REFERENCES "user" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "lead_updated_by_fkey" FOREIGN KEY ("updated_by") REFERENCES "user" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "lead_organization_id_created_by_fkey" FOREIGN KEY ("organization_id", "created_by") REFERENCES "membership" ("organization_id", "user_id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "lead_organization_id_updated_by_fkey" FOREIGN KEY ("organization_id", "updated_by") REFERENCES "membership" ("organization_id", "user_id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "contact" (
    "row_key" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "lead_id" TEXT NOT NULL,
    "name" TEXT NOT NULL DEFAULT '',
    "name_folded" TEXT NOT NULL DEFAULT '',
    "title" TEXT NOT NULL DEFAULT '',
    "emails" JSONB NOT NULL,
    "emails_folded" TEXT NOT NULL DEFAULT '',
    "phones" JSONB NOT NULL,
    "urls" JSONB NOT NULL,
    "created_by" TEXT,
    "updated_by" TEXT,
    "date_created" DATETIME NOT NULL,
    "date_updated" DATETIME NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    CONSTRAINT "contact_organization_id_lead_id_fkey" FOREIGN KEY ("organization_id", "lead_id") REFERENCES "lead" ("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "contact_created_by_fkey" FOREIGN KEY ("created_by") REFERENCES "user" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "contact_updated_by_fkey" FOREIGN KEY ("updated_by") REFERENCES "user" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "contact_organization_id_created_by_fkey" FOREIGN KEY ("organization_id", "created_by") REFERENCES "membership" ("organization_id", "user_id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "contact_organization_id_updated_by_fkey" FOREIGN KEY ("organization_id", "updated_by") REFERENCES "membership" ("organization_id", "user_id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "opportunity" (
    "row_key" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "lead_id" TEXT NOT NULL,
    "contact_id" TEXT,
    "user_id" TEXT,
    "status_id" TEXT NOT NULL,
    "value" BIGINT,
    "value_period" TEXT NOT NULL DEFAULT 'one_time',
    "confidence" INTEGER NOT NULL DEFAULT 50,
    "annualized_value" BIGINT GENERATED ALWAYS AS ("value" * CASE "value_period" WHEN 'monthly' THEN 12 ELSE 1 END) STORED,
    "weighted" BIGINT GENERATED ALWAYS AS ("value" * "confidence") STORED,
    "annualized_weighted" BIGINT GENERATED ALWAYS AS ("value" * "confidence" * CASE "value_period" WHEN 'monthly' THEN 12 ELSE 1 END) STORED,
    "note" TEXT NOT NULL DEFAULT '',
    "note_folded" TEXT NOT NULL DEFAULT '',
    "note_html" TEXT,
    "date_won" TEXT,
    "date_lost" DATETIME,
    "external_id" TEXT,
    "created_by" TEXT,
    "updated_by" TEXT,
    "date_created" DATETIME NOT NULL,
    "date_updated" DATETIME NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    CONSTRAINT "opportunity_organization_id_lead_id_fkey" FOREIGN KEY ("organization_id", "lead_id") REFERENCES "lead" ("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "opportunity_organization_id_contact_id_fkey" FOREIGN KEY ("organization_id", "contact_id") REFERENCES "contact" ("organization_id", "id") ON DELETE NO ACTION ON UPDATE CASCADE,
    CONSTRAINT "opportunity_organization_id_status_id_fkey" FOREIGN KEY ("organization_id", "status_id") REFERENCES "opportunity_status" ("organization_id", "id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "opportunity_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "opportunity_created_by_fkey" FOREIGN KEY ("created_by") REFERENCES "user" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "opportunity_updated_by_fkey" FOREIGN KEY ("updated_by") REFERENCES "user" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "opportunity_organization_id_user_id_fkey" FOREIGN KEY ("organization_id", "user_id") REFERENCES "membership" ("organization_id", "user_id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "opportunity_organization_id_created_by_fkey" FOREIGN KEY ("organization_id", "created_by") REFERENCES "membership" ("organization_id", "user_id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "opportunity_organization_id_updated_by_fkey" FOREIGN KEY ("organization_id", "updated_by") REFERENCES "membership" ("organization_id", "user_id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "opportunity_value_check" CHECK ("value" BETWEEN -99999999999999 AND 99999999999999),
    CONSTRAINT "opportunity_value_period_check" CHECK ("value_period" IN ('one_time', 'monthly', 'annual')),
    CONSTRAINT "opportunity_confidence_check" CHECK ("confidence" BETWEEN 0 AND 100),
    CONSTRAINT "opportunity_date_won_check" CHECK ("date_won" GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]')
);

-- CreateTable
CREATE TABLE "status_change" (
    "row_key" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "opportunity_id" TEXT NOT NULL,
    "lead_id" TEXT NOT NULL,
    "contact_id" TEXT,
    "old_status_id" TEXT,
    "old_status_label" TEXT,
    "old_status_label_folded" TEXT,
    "old_status_type" TEXT,
    "old_pipeline_id" TEXT,
    "old_pipeline_name" TEXT,
    "new_status_id" TEXT NOT NULL,
    "new_status_label" TEXT NOT NULL,
    "new_status_label_folded" TEXT NOT NULL,
    "new_status_type" TEXT NOT NULL,
    "new_pipeline_id" TEXT NOT NULL,
    "new_pipeline_name" TEXT NOT NULL,
    "opportunity_value" BIGINT,
    "opportunity_value_period" TEXT NOT NULL,
    "opportunity_confidence" INTEGER NOT NULL,
    "opportunity_date_won" TEXT,
    "user_id" TEXT,
    "date_created" DATETIME NOT NULL,
    "date_updated" DATETIME NOT NULL,
    CONSTRAINT "status_change_organization_id_opportunity_id_fkey" FOREIGN KEY ("organization_id", "opportunity_id") REFERENCES "opportunity" ("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "status_change_organization_id_lead_id_fkey" FOREIGN KEY ("organization_id", "lead_id") REFERENCES "lead" ("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "status_change_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "status_change_organization_id_user_id_fkey" FOREIGN KEY ("organization_id", "user_id") REFERENCES "membership" ("organization_id", "user_id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "status_change_old_status_type_check" CHECK ("old_status_type" IN ('active', 'won', 'lost')),
    CONSTRAINT "status_change_new_status_type_check" CHECK ("new_status_type" IN ('active', 'won', 'lost')),
    CONSTRAINT "status_change_opportunity_value_period_check" CHECK ("opportunity_value_period" IN ('one_time', 'monthly', 'annual')),
    CONSTRAINT "status_change_opportunity_date_won_check" CHECK ("opportunity_date_won" GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]')
);

-- CreateTable
CREATE TABLE "custom_field" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "organization_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "name_folded" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "choices" JSONB,
    "accepts_multiple_values" BOOLEAN NOT NULL DEFAULT false,
    "is_shared" BOOLEAN NOT NULL DEFAULT false,
    "description" TEXT,
    "created_by" TEXT,
    "updated_by" TEXT,
    "date_created" DATETIME NOT NULL,
    "date_updated" DATETIME NOT NULL,
    CONSTRAINT "custom_field_organization_id_fkey" FOREIGN KEY ("organization_id") REFERENCES "organization" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "custom_field_type_check" CHECK ("type" IN ('text', 'textarea', 'number', 'date', 'datetime', 'choices', 'user', 'contact', 'hidden'))
);

-- CreateTable
CREATE TABLE "custom_field_object" (
    "organization_id" TEXT NOT NULL,
    "custom_field_id" TEXT NOT NULL,
    "object_type" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "required" BOOLEAN NOT NULL DEFAULT false,

    PRIMARY KEY ("custom_field_id", "object_type"),
    CONSTRAINT "custom_field_object_organization_id_custom_field_id_fkey" FOREIGN KEY ("organization_id", "custom_field_id") REFERENCES "custom_field" ("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "custom_field_object_object_type_check" CHECK ("object_type" IN ('opportunity', 'lead', 'contact'))
);

-- CreateTable
CREATE TABLE "custom_field_value" (
    "row_key" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "organization_id" TEXT NOT NULL,
    "custom_field_id" TEXT NOT NULL,
    "opportunity_id" TEXT,
    "lead_id" TEXT,
    "position" INTEGER NOT NULL DEFAULT 0,
    "text_value" TEXT,
    "text_folded" TEXT,
    "number_value" REAL,
    "date_value" TEXT,
    "instant_value" DATETIME,
    "user_id" TEXT,
    "contact_id" TEXT,
    CONSTRAINT "custom_field_value_organization_id_custom_field_id_fkey" FOREIGN KEY ("organization_id", "custom_field_id") REFERENCES "custom_field" ("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "custom_field_value_organization_id_opportunity_id_fkey" FOREIGN KEY ("organization_id", "opportunity_id") REFERENCES "opportunity" ("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "custom_field_value_organization_id_lead_id_fkey" FOREIGN KEY ("organization_id", "lead_id") REFERENCES "lead" ("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "custom_field_value_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "custom_field_value_organization_id_user_id_fkey" FOREIGN KEY ("organization_id", "user_id") REFERENCES "membership" ("organization_id", "user_id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "custom_field_value_organization_id_contact_id_fkey" FOREIGN KEY ("organization_id", "contact_id") REFERENCES "contact" ("organization_id", "id") ON DELETE NO ACTION ON UPDATE CASCADE,
    CONSTRAINT "custom_field_value_date_value_check" CHECK ("date_value" GLOB '[0-9][0-9][0-9][0-9]-[0-1][0-9]-[0-3][0-9]'),
    CONSTRAINT "custom_field_value_owner_check" CHECK (("opportunity_id" IS NULL) <> ("lead_id" IS NULL))
);

-- CreateTable
CREATE TABLE "idempotency_record" (
    "organization_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "request_hash" TEXT NOT NULL,
    "response" TEXT NOT NULL,
    "date_created" DATETIME NOT NULL,

    PRIMARY KEY ("organization_id", "user_id", "key")
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
CREATE INDEX "opportunity_organization_id_status_id_value_period_value_weighted_date_won_idx" ON "opportunity"("organization_id", "status_id", "value_period", "value", "weighted", "date_won");

-- CreateIndex
CREATE INDEX "opportunity_organization_id_user_id_value_period_value_weighted_status_id_idx" ON "opportunity"("organization_id", "user_id", "value_period", "value", "weighted", "status_id");

-- CreateIndex
CREATE INDEX "opportunity_organization_id_lead_id_value_period_value_weighted_status_id_idx" ON "opportunity"("organization_id", "lead_id", "value_period", "value", "weighted", "status_id");

-- CreateIndex
CREATE INDEX "opportunity_organization_id_date_won_value_period_value_weighted_user_id_status_id_idx" ON "opportunity"("organization_id", "date_won", "value_period", "value", "weighted", "user_id", "status_id");

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
CREATE INDEX "custom_field_value_organization_id_custom_field_id_text_folded_idx" ON "custom_field_value"("organization_id", "custom_field_id", "text_folded");

-- CreateIndex
CREATE INDEX "custom_field_value_organization_id_custom_field_id_number_value_idx" ON "custom_field_value"("organization_id", "custom_field_id", "number_value");

-- CreateIndex
CREATE INDEX "custom_field_value_organization_id_custom_field_id_date_value_idx" ON "custom_field_value"("organization_id", "custom_field_id", "date_value");

-- CreateIndex
CREATE INDEX "custom_field_value_organization_id_custom_field_id_instant_value_idx" ON "custom_field_value"("organization_id", "custom_field_id", "instant_value");

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
