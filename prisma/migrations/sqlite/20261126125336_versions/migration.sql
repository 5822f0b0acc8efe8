-- What opportunities were: see docs/architecture.md. The triggers that write it are made at the start (src/db/history-triggers).
-- DropIndex
DROP INDEX "opportunity_organization_id_date_updated_id_idx";

-- AlterTable
ALTER TABLE "custom_field_value" ADD COLUMN "date_set" DATETIME;

-- CreateTable
CREATE TABLE "opportunity_version" (
    "row_key" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "organization_id" TEXT NOT NULL,
    "opportunity_id" TEXT NOT NULL,
    "lead_id" TEXT NOT NULL,
    "contact_id" TEXT,
    "user_id" TEXT,
    "status_id" TEXT NOT NULL,
    "value" BIGINT,
    "value_period" TEXT NOT NULL,
    "confidence" INTEGER NOT NULL,
    "annualized_value" BIGINT GENERATED ALWAYS AS ("value" * CASE "value_period" WHEN 'monthly' THEN 12 ELSE 1 END) STORED,
    "weighted" BIGINT GENERATED ALWAYS AS ("value" * "confidence") STORED,
    "annualized_weighted" BIGINT GENERATED ALWAYS AS ("value" * "confidence" * CASE "value_period" WHEN 'monthly' THEN 12 ELSE 1 END) STORED,
    "date_won" TEXT,
    "date_lost" DATETIME,
    "external_id" TEXT,
    "created_by" TEXT,
    "updated_by" TEXT,
    "date_created" DATETIME NOT NULL,
    "version" INTEGER NOT NULL,
    "valid_from" DATETIME NOT NULL,
    "valid_to" DATETIME NOT NULL,
    "closed_by" TEXT,
    "is_assumed" BOOLEAN NOT NULL DEFAULT false
);

-- CreateTable
CREATE TABLE "custom_field_version" (
    "row_key" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "organization_id" TEXT NOT NULL,
    "custom_field_id" TEXT NOT NULL,
    "opportunity_id" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "text_value" TEXT,
    "text_folded" TEXT,
    "number_value" REAL,
    "date_value" TEXT,
    "instant_value" DATETIME,
    "user_id" TEXT,
    "contact_id" TEXT,
    "valid_from" DATETIME,
    "valid_to" DATETIME NOT NULL
);

-- CreateTable
CREATE TABLE "former_status" (
    "id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "pipeline_id" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "label_folded" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "date_created" DATETIME NOT NULL,
    "date_updated" DATETIME NOT NULL,

    PRIMARY KEY ("organization_id", "id")
);

-- CreateTable
CREATE TABLE "former_pipeline" (
    "id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "name_folded" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "date_created" DATETIME NOT NULL,
    "date_updated" DATETIME NOT NULL,

    PRIMARY KEY ("organization_id", "id")
);

-- CreateIndex
CREATE INDEX "opportunity_version_organization_id_valid_to_valid_from_value_period_value_weighted_user_id_status_id_date_won_idx" ON "opportunity_version"("organization_id", "valid_to", "valid_from", "value_period", "value", "weighted", "user_id", "status_id", "date_won");

-- CreateIndex
CREATE UNIQUE INDEX "opportunity_version_organization_id_opportunity_id_valid_from_key" ON "opportunity_version"("organization_id", "opportunity_id", "valid_from");

-- CreateIndex
CREATE INDEX "custom_field_version_organization_id_opportunity_id_valid_to_idx" ON "custom_field_version"("organization_id", "opportunity_id", "valid_to");

-- CreateIndex
CREATE INDEX "custom_field_version_organization_id_custom_field_id_valid_to_idx" ON "custom_field_version"("organization_id", "custom_field_id", "valid_to");

-- CreateIndex
CREATE INDEX "opportunity_organization_id_date_updated_id_value_period_value_weighted_user_id_status_id_date_won_idx" ON "opportunity"("organization_id", "date_updated", "id", "value_period", "value", "weighted", "user_id", "status_id", "date_won");

-- The past as far as it is known: each change of status tells what the opportunity was from then on, the first one what it was
-- before. One without changes has always been as it is, but for its end: before it was won or lost it was open.
INSERT INTO "opportunity_version" (organization_id, opportunity_id, lead_id, contact_id, user_id, status_id, value, value_period, confidence, date_won, date_lost, external_id, created_by, updated_by, date_created, version, valid_from, valid_to, closed_by, is_assumed)
WITH change AS (
  SELECT c.*, row_number() OVER (PARTITION BY c.opportunity_id ORDER BY c.date_created, c.row_key) AS place,
    row_number() OVER (PARTITION BY c.opportunity_id, c.date_created ORDER BY c.row_key DESC) AS latest
  FROM "status_change" AS c JOIN "opportunity" AS o ON o.id = c.opportunity_id
  WHERE c.date_created > o.date_created AND c.date_created <= o.date_updated
),
point AS (
  SELECT opportunity_id, date_created AS moment, new_status_id AS status_id, opportunity_value AS value,
    opportunity_value_period AS value_period, opportunity_confidence AS confidence, opportunity_date_won AS date_won, user_id AS author
  FROM change WHERE latest = 1
  UNION ALL
  SELECT c.opportunity_id, o.date_created, coalesce(c.old_status_id, c.new_status_id), c.opportunity_value,
    c.opportunity_value_period, c.opportunity_confidence,
    CASE WHEN c.new_status_type = 'won' AND c.old_status_type <> 'won' THEN NULL ELSE c.opportunity_date_won END, o.created_by
  FROM change AS c JOIN "opportunity" AS o ON o.id = c.opportunity_id WHERE c.place = 1
  UNION ALL
  SELECT o.id, CASE WHEN CASE s.type WHEN 'won' THEN unixepoch(o.date_won) * 1000 WHEN 'lost' THEN o.date_lost END > o.date_created THEN CASE s.type WHEN 'won' THEN unixepoch(o.date_won) * 1000 WHEN 'lost' THEN o.date_lost END ELSE o.date_created END,
    o.status_id, o.value, o.value_period, o.confidence, o.date_won, o.created_by
  FROM "opportunity" AS o JOIN "opportunity_status" AS s ON s.id = o.status_id
  WHERE NOT EXISTS (SELECT 1 FROM change WHERE change.opportunity_id = o.id)
  UNION ALL
  SELECT o.id, o.date_created,
    coalesce((SELECT a.id FROM "opportunity_status" AS a WHERE a.organization_id = s.organization_id AND a.pipeline_id = s.pipeline_id AND a.type = 'active' ORDER BY a.position, a.id LIMIT 1), s.id),
    o.value, o.value_period, 50, NULL, o.created_by
  FROM "opportunity" AS o JOIN "opportunity_status" AS s ON s.id = o.status_id
  WHERE CASE s.type WHEN 'won' THEN unixepoch(o.date_won) * 1000 WHEN 'lost' THEN o.date_lost END > o.date_created AND NOT EXISTS (SELECT 1 FROM change WHERE change.opportunity_id = o.id)
),
stretch AS (
  SELECT point.*, lead(moment) OVER (PARTITION BY opportunity_id ORDER BY moment) AS next_moment FROM point
),
known_status AS (
  SELECT id, type FROM "opportunity_status" UNION SELECT new_status_id, new_status_type FROM "status_change"
)
SELECT o.organization_id, o.id, o.lead_id, o.contact_id, o.user_id, p.status_id, p.value, p.value_period, p.confidence, p.date_won,
  CASE WHEN EXISTS (SELECT 1 FROM known_status AS k WHERE k.id = p.status_id AND k.type = 'lost') THEN o.date_lost END,
  o.external_id, o.created_by, p.author, o.date_created, 0, p.moment,
  CASE WHEN p.next_moment < o.date_updated THEN p.next_moment ELSE o.date_updated END, NULL, true
FROM stretch AS p JOIN "opportunity" AS o ON o.id = p.opportunity_id
WHERE p.moment < o.date_updated;

-- Statuses and pipelines that are gone already, as changes of status remember them.
INSERT INTO "former_status" (id, organization_id, pipeline_id, label, label_folded, type, position, date_created, date_updated)
SELECT id, organization_id, min(pipeline_id), min(label), min(label_folded), min(type), 0, min(date_created), max(date_created) FROM (
  SELECT new_status_id AS id, organization_id, new_pipeline_id AS pipeline_id, new_status_label AS label, new_status_label_folded AS label_folded, new_status_type AS type, date_created FROM "status_change"
  UNION ALL
  SELECT old_status_id, organization_id, old_pipeline_id, old_status_label, old_status_label_folded, old_status_type, date_created FROM "status_change" WHERE old_status_id IS NOT NULL
) AS told
WHERE NOT EXISTS (SELECT 1 FROM "opportunity_status" AS s WHERE s.organization_id = told.organization_id AND s.id = told.id)
GROUP BY organization_id, id;

INSERT INTO "former_pipeline" (id, organization_id, name, name_folded, position, date_created, date_updated)
SELECT id, organization_id, min(name), lower(min(name)), 0, min(date_created), max(date_created) FROM (
  SELECT new_pipeline_id AS id, organization_id, new_pipeline_name AS name, date_created FROM "status_change"
  UNION ALL
  SELECT old_pipeline_id, organization_id, old_pipeline_name, date_created FROM "status_change" WHERE old_pipeline_id IS NOT NULL
) AS told
WHERE NOT EXISTS (SELECT 1 FROM "pipeline" AS p WHERE p.organization_id = told.organization_id AND p.id = told.id)
GROUP BY organization_id, id;
