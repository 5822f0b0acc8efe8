-- CreateTable
CREATE TABLE "task_completion" (
    "row_key" SERIAL NOT NULL,
    "id" TEXT COLLATE "C" NOT NULL,
    "organization_id" TEXT COLLATE "C" NOT NULL,
    "lead_id" TEXT COLLATE "C" NOT NULL,
    "task_id" TEXT COLLATE "C" NOT NULL,
    "task_text" TEXT COLLATE "C" NOT NULL,
    "task_assigned_to" TEXT COLLATE "C",
    "user_id" TEXT COLLATE "C",
    "date_created" TIMESTAMPTZ(3) NOT NULL,
    "date_updated" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "task_completion_pkey" PRIMARY KEY ("row_key")
);

-- CreateIndex
CREATE UNIQUE INDEX "task_completion_id_key" ON "task_completion"("id");

-- CreateIndex
CREATE INDEX "task_completion_organization_id_date_created_id_idx" ON "task_completion"("organization_id", "date_created", "id");

-- CreateIndex
CREATE INDEX "task_completion_organization_id_lead_id_date_created_idx" ON "task_completion"("organization_id", "lead_id", "date_created");

-- CreateIndex
CREATE INDEX "task_completion_organization_id_user_id_date_created_idx" ON "task_completion"("organization_id", "user_id", "date_created");

-- AddForeignKey
ALTER TABLE "task_completion" ADD CONSTRAINT "task_completion_organization_id_lead_id_fkey" FOREIGN KEY ("organization_id", "lead_id") REFERENCES "lead"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "task_completion" ADD CONSTRAINT "task_completion_organization_id_task_assigned_to_fkey" FOREIGN KEY ("organization_id", "task_assigned_to") REFERENCES "membership"("organization_id", "user_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "task_completion" ADD CONSTRAINT "task_completion_organization_id_user_id_fkey" FOREIGN KEY ("organization_id", "user_id") REFERENCES "membership"("organization_id", "user_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What was done before: by whom is not known.
INSERT INTO "task_completion" ("id", "organization_id", "lead_id", "task_id", "task_text", "task_assigned_to", "date_created", "date_updated")
SELECT 'acti_' || substr("id", 6), "organization_id", "lead_id", "id", "text", "assigned_to", "date_completed", "date_completed" FROM "task"
WHERE "date_completed" IS NOT NULL ORDER BY "date_completed", "row_key";

-- What happened at leads, of whatever kind.
DROP VIEW "activity";
CREATE VIEW "activity" AS
SELECT "id", "organization_id", "lead_id", "contact_id", "user_id", 'Note'::text COLLATE "C" AS "type", "activity_at", "date_created" FROM "note"
UNION ALL
SELECT "id", "organization_id", "lead_id", "contact_id", "user_id", 'OpportunityStatusChange'::text COLLATE "C", "date_created", "date_created" FROM "status_change"
UNION ALL
SELECT "id", "organization_id", "lead_id", NULL::text COLLATE "C", "user_id", 'LeadStatusChange'::text COLLATE "C", "date_created", "date_created" FROM "lead_status_change"
UNION ALL
SELECT "id", "organization_id", "lead_id", NULL::text COLLATE "C", "user_id", 'TaskCompleted'::text COLLATE "C", "date_created", "date_created" FROM "task_completion";
