-- Tasks, notes, the history of lead statuses, and saved views.
-- CreateTable
CREATE TABLE "task" (
    "row_key" SERIAL NOT NULL,
    "id" TEXT COLLATE "C" NOT NULL,
    "organization_id" TEXT COLLATE "C" NOT NULL,
    "lead_id" TEXT COLLATE "C" NOT NULL,
    "contact_id" TEXT COLLATE "C",
    "text" TEXT COLLATE "C" NOT NULL DEFAULT '',
    "text_folded" TEXT COLLATE "C" NOT NULL DEFAULT '',
    "day" TEXT COLLATE "C" NOT NULL,
    "due_at" TIMESTAMPTZ(3),
    "is_dateless" BOOLEAN NOT NULL,
    "date_completed" TIMESTAMPTZ(3),
    "priority" TEXT COLLATE "C" NOT NULL DEFAULT 'medium',
    "assigned_to" TEXT COLLATE "C",
    "created_by" TEXT COLLATE "C",
    "updated_by" TEXT COLLATE "C",
    "date_created" TIMESTAMPTZ(3) NOT NULL,
    "date_updated" TIMESTAMPTZ(3) NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "task_pkey" PRIMARY KEY ("row_key"),
    CONSTRAINT "task_day_check" CHECK ("day" ~ '^\d{4}-\d{2}-\d{2}$'),
    CONSTRAINT "task_due_at_check" CHECK ("due_at" IS NULL OR NOT "is_dateless"),
    CONSTRAINT "task_priority_check" CHECK ("priority" IN ('high', 'medium'))
);

-- CreateTable
CREATE TABLE "note" (
    "row_key" SERIAL NOT NULL,
    "id" TEXT COLLATE "C" NOT NULL,
    "organization_id" TEXT COLLATE "C" NOT NULL,
    "lead_id" TEXT COLLATE "C" NOT NULL,
    "contact_id" TEXT COLLATE "C",
    "title" TEXT COLLATE "C",
    "note" TEXT COLLATE "C" NOT NULL DEFAULT '',
    "note_folded" TEXT COLLATE "C" NOT NULL DEFAULT '',
    "note_html" TEXT COLLATE "C",
    "date_pinned" TIMESTAMPTZ(3),
    "user_id" TEXT COLLATE "C",
    "created_by" TEXT COLLATE "C",
    "updated_by" TEXT COLLATE "C",
    "activity_at" TIMESTAMPTZ(3) NOT NULL,
    "date_created" TIMESTAMPTZ(3) NOT NULL,
    "date_updated" TIMESTAMPTZ(3) NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "note_pkey" PRIMARY KEY ("row_key")
);

-- CreateTable
CREATE TABLE "lead_status_change" (
    "row_key" SERIAL NOT NULL,
    "id" TEXT COLLATE "C" NOT NULL,
    "organization_id" TEXT COLLATE "C" NOT NULL,
    "lead_id" TEXT COLLATE "C" NOT NULL,
    "old_status_id" TEXT COLLATE "C",
    "old_status_label" TEXT COLLATE "C",
    "new_status_id" TEXT COLLATE "C" NOT NULL,
    "new_status_label" TEXT COLLATE "C" NOT NULL,
    "user_id" TEXT COLLATE "C",
    "date_created" TIMESTAMPTZ(3) NOT NULL,
    "date_updated" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "lead_status_change_pkey" PRIMARY KEY ("row_key")
);

-- CreateTable
CREATE TABLE "saved_view" (
    "id" TEXT COLLATE "C" NOT NULL,
    "organization_id" TEXT COLLATE "C" NOT NULL,
    "user_id" TEXT COLLATE "C" NOT NULL,
    "name" TEXT COLLATE "C" NOT NULL,
    "name_folded" TEXT COLLATE "C" NOT NULL,
    "description" TEXT COLLATE "C",
    "type" TEXT COLLATE "C" NOT NULL,
    "query" TEXT COLLATE "C",
    "tree" JSONB,
    "is_shared" BOOLEAN NOT NULL,
    "date_created" TIMESTAMPTZ(3) NOT NULL,
    "date_updated" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "saved_view_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "saved_view_type_check" CHECK ("type" IN ('lead', 'opportunity', 'contact')),
    CONSTRAINT "saved_view_query_check" CHECK (("query" IS NULL) <> ("tree" IS NULL))
);

-- CreateIndex
CREATE UNIQUE INDEX "task_id_key" ON "task"("id");

-- CreateIndex
CREATE INDEX "task_organization_id_day_id_idx" ON "task"("organization_id", "day", "id");

-- CreateIndex
CREATE INDEX "task_organization_id_date_created_id_idx" ON "task"("organization_id", "date_created", "id");

-- CreateIndex
CREATE INDEX "task_organization_id_date_updated_id_idx" ON "task"("organization_id", "date_updated", "id");

-- CreateIndex
CREATE INDEX "task_organization_id_assigned_to_day_idx" ON "task"("organization_id", "assigned_to", "day");

-- CreateIndex
CREATE INDEX "task_organization_id_lead_id_day_idx" ON "task"("organization_id", "lead_id", "day");

-- CreateIndex
CREATE INDEX "task_organization_id_contact_id_idx" ON "task"("organization_id", "contact_id");

-- CreateIndex
CREATE UNIQUE INDEX "note_id_key" ON "note"("id");

-- CreateIndex
CREATE INDEX "note_organization_id_activity_at_id_idx" ON "note"("organization_id", "activity_at", "id");

-- CreateIndex
CREATE INDEX "note_organization_id_date_created_id_idx" ON "note"("organization_id", "date_created", "id");

-- CreateIndex
CREATE INDEX "note_organization_id_lead_id_activity_at_idx" ON "note"("organization_id", "lead_id", "activity_at");

-- CreateIndex
CREATE INDEX "note_organization_id_user_id_activity_at_idx" ON "note"("organization_id", "user_id", "activity_at");

-- CreateIndex
CREATE INDEX "note_organization_id_contact_id_idx" ON "note"("organization_id", "contact_id");

-- CreateIndex
CREATE UNIQUE INDEX "lead_status_change_id_key" ON "lead_status_change"("id");

-- CreateIndex
CREATE INDEX "lead_status_change_organization_id_date_created_id_idx" ON "lead_status_change"("organization_id", "date_created", "id");

-- CreateIndex
CREATE INDEX "lead_status_change_organization_id_lead_id_date_created_idx" ON "lead_status_change"("organization_id", "lead_id", "date_created");

-- CreateIndex
CREATE INDEX "lead_status_change_organization_id_user_id_date_created_idx" ON "lead_status_change"("organization_id", "user_id", "date_created");

-- CreateIndex
CREATE INDEX "saved_view_organization_id_name_folded_id_idx" ON "saved_view"("organization_id", "name_folded", "id");

-- CreateIndex
CREATE INDEX "saved_view_organization_id_user_id_idx" ON "saved_view"("organization_id", "user_id");

-- AddForeignKey
ALTER TABLE "task" ADD CONSTRAINT "task_organization_id_lead_id_fkey" FOREIGN KEY ("organization_id", "lead_id") REFERENCES "lead"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "task" ADD CONSTRAINT "task_organization_id_contact_id_fkey" FOREIGN KEY ("organization_id", "contact_id") REFERENCES "contact"("organization_id", "id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "task" ADD CONSTRAINT "task_organization_id_assigned_to_fkey" FOREIGN KEY ("organization_id", "assigned_to") REFERENCES "membership"("organization_id", "user_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "task" ADD CONSTRAINT "task_organization_id_created_by_fkey" FOREIGN KEY ("organization_id", "created_by") REFERENCES "membership"("organization_id", "user_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "task" ADD CONSTRAINT "task_organization_id_updated_by_fkey" FOREIGN KEY ("organization_id", "updated_by") REFERENCES "membership"("organization_id", "user_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "note" ADD CONSTRAINT "note_organization_id_lead_id_fkey" FOREIGN KEY ("organization_id", "lead_id") REFERENCES "lead"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "note" ADD CONSTRAINT "note_organization_id_contact_id_fkey" FOREIGN KEY ("organization_id", "contact_id") REFERENCES "contact"("organization_id", "id") ON DELETE NO ACTION ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "note" ADD CONSTRAINT "note_organization_id_user_id_fkey" FOREIGN KEY ("organization_id", "user_id") REFERENCES "membership"("organization_id", "user_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "note" ADD CONSTRAINT "note_organization_id_created_by_fkey" FOREIGN KEY ("organization_id", "created_by") REFERENCES "membership"("organization_id", "user_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "note" ADD CONSTRAINT "note_organization_id_updated_by_fkey" FOREIGN KEY ("organization_id", "updated_by") REFERENCES "membership"("organization_id", "user_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lead_status_change" ADD CONSTRAINT "lead_status_change_organization_id_lead_id_fkey" FOREIGN KEY ("organization_id", "lead_id") REFERENCES "lead"("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lead_status_change" ADD CONSTRAINT "lead_status_change_organization_id_user_id_fkey" FOREIGN KEY ("organization_id", "user_id") REFERENCES "membership"("organization_id", "user_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "saved_view" ADD CONSTRAINT "saved_view_organization_id_user_id_fkey" FOREIGN KEY ("organization_id", "user_id") REFERENCES "membership"("organization_id", "user_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What happened at leads, of whatever kind.
CREATE VIEW "activity" AS
SELECT "id", "organization_id", "lead_id", "contact_id", "user_id", 'Note'::text COLLATE "C" AS "type", "activity_at", "date_created" FROM "note"
UNION ALL
SELECT "id", "organization_id", "lead_id", "contact_id", "user_id", 'OpportunityStatusChange'::text COLLATE "C", "date_created", "date_created" FROM "status_change"
UNION ALL
SELECT "id", "organization_id", "lead_id", NULL::text COLLATE "C", "user_id", 'LeadStatusChange'::text COLLATE "C", "date_created", "date_created" FROM "lead_status_change";
