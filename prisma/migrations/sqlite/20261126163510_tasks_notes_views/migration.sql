-- Tasks, notes, the history of lead statuses, and saved views.
-- CreateTable
CREATE TABLE "task" (
    "row_key" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "lead_id" TEXT NOT NULL,
    "contact_id" TEXT,
    "text" TEXT NOT NULL DEFAULT '',
    "text_folded" TEXT NOT NULL DEFAULT '',
    "day" TEXT NOT NULL,
    "due_at" DATETIME,
    "is_dateless" BOOLEAN NOT NULL,
    "date_completed" DATETIME,
    "priority" TEXT NOT NULL DEFAULT 'medium',
    "assigned_to" TEXT,
    "created_by" TEXT,
    "updated_by" TEXT,
    "date_created" DATETIME NOT NULL,
    "date_updated" DATETIME NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    CONSTRAINT "task_organization_id_lead_id_fkey" FOREIGN KEY ("organization_id", "lead_id") REFERENCES "lead" ("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "task_organization_id_contact_id_fkey" FOREIGN KEY ("organization_id", "contact_id") REFERENCES "contact" ("organization_id", "id") ON DELETE NO ACTION ON UPDATE CASCADE,
    CONSTRAINT "task_organization_id_assigned_to_fkey" FOREIGN KEY ("organization_id", "assigned_to") REFERENCES "membership" ("organization_id", "user_id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "task_organization_id_created_by_fkey" FOREIGN KEY ("organization_id", "created_by") REFERENCES "membership" ("organization_id", "user_id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "task_organization_id_updated_by_fkey" FOREIGN KEY ("organization_id", "updated_by") REFERENCES "membership" ("organization_id", "user_id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "task_day_check" CHECK ("day" GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
    CONSTRAINT "task_due_at_check" CHECK ("due_at" IS NULL OR NOT "is_dateless"),
    CONSTRAINT "task_priority_check" CHECK ("priority" IN ('high', 'medium'))
);

-- CreateTable
CREATE TABLE "note" (
    "row_key" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "lead_id" TEXT NOT NULL,
    "contact_id" TEXT,
    "title" TEXT,
    "note" TEXT NOT NULL DEFAULT '',
    "note_folded" TEXT NOT NULL DEFAULT '',
    "note_html" TEXT,
    "date_pinned" DATETIME,
    "user_id" TEXT,
    "created_by" TEXT,
    "updated_by" TEXT,
    "activity_at" DATETIME NOT NULL,
    "date_created" DATETIME NOT NULL,
    "date_updated" DATETIME NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    CONSTRAINT "note_organization_id_lead_id_fkey" FOREIGN KEY ("organization_id", "lead_id") REFERENCES "lead" ("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "note_organization_id_contact_id_fkey" FOREIGN KEY ("organization_id", "contact_id") REFERENCES "contact" ("organization_id", "id") ON DELETE NO ACTION ON UPDATE CASCADE,
    CONSTRAINT "note_organization_id_user_id_fkey" FOREIGN KEY ("organization_id", "user_id") REFERENCES "membership" ("organization_id", "user_id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "note_organization_id_created_by_fkey" FOREIGN KEY ("organization_id", "created_by") REFERENCES "membership" ("organization_id", "user_id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "note_organization_id_updated_by_fkey" FOREIGN KEY ("organization_id", "updated_by") REFERENCES "membership" ("organization_id", "user_id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "lead_status_change" (
    "row_key" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    "id" TEXT NOT NULL,
    "organization_id" TEXT NOT NULL,
    "lead_id" TEXT NOT NULL,
    "old_status_id" TEXT,
    "old_status_label" TEXT,
    "new_status_id" TEXT NOT NULL,
    "new_status_label" TEXT NOT NULL,
    "user_id" TEXT,
    "date_created" DATETIME NOT NULL,
    "date_updated" DATETIME NOT NULL,
    CONSTRAINT "lead_status_change_organization_id_lead_id_fkey" FOREIGN KEY ("organization_id", "lead_id") REFERENCES "lead" ("organization_id", "id") ON DELETE CASCADE ON UPDATE CASCADE,
    CONSTRAINT "lead_status_change_organization_id_user_id_fkey" FOREIGN KEY ("organization_id", "user_id") REFERENCES "membership" ("organization_id", "user_id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "saved_view" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "organization_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "name_folded" TEXT NOT NULL,
    "description" TEXT,
    "type" TEXT NOT NULL,
    "query" TEXT,
    "tree" JSONB,
    "is_shared" BOOLEAN NOT NULL,
    "date_created" DATETIME NOT NULL,
    "date_updated" DATETIME NOT NULL,
    CONSTRAINT "saved_view_organization_id_user_id_fkey" FOREIGN KEY ("organization_id", "user_id") REFERENCES "membership" ("organization_id", "user_id") ON DELETE RESTRICT ON UPDATE CASCADE,
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

-- What happened at leads, of whatever kind.
CREATE VIEW "activity" AS
SELECT "id", "organization_id", "lead_id", "contact_id", "user_id", 'Note' AS "type", "activity_at", "date_created" FROM "note"
UNION ALL
SELECT "id", "organization_id", "lead_id", "contact_id", "user_id", 'OpportunityStatusChange', "date_created", "date_created" FROM "status_change"
UNION ALL
SELECT "id", "organization_id", "lead_id", NULL, "user_id", 'LeadStatusChange', "date_created", "date_created" FROM "lead_status_change";
