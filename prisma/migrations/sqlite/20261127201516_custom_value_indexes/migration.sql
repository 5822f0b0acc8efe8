-- An index by the organization and an object, beside one by the object and the field: one index, in that order, does both.
DROP INDEX "custom_field_value_organization_id_opportunity_id_idx";
DROP INDEX "custom_field_value_organization_id_lead_id_idx";
DROP INDEX "custom_field_value_opportunity_id_custom_field_id_position_key";
DROP INDEX "custom_field_value_lead_id_custom_field_id_position_key";
DROP INDEX "custom_field_value_organization_id_contact_id_idx";
DROP INDEX "custom_field_value_organization_id_custom_field_id_number_value_idx";
DROP INDEX "custom_field_value_organization_id_custom_field_id_date_value_idx";
DROP INDEX "custom_field_value_organization_id_custom_field_id_instant_value_idx";
DROP INDEX "custom_field_value_organization_id_custom_field_id_user_id_idx";

-- A value is of one object, and is one of six kinds. SQLite's indexes had an entry of each value all the same, nearly all of them of
-- null, which it does not fold together as PostgreSQL does. That of texts keeps its nulls: by it all values of a field are found.
CREATE UNIQUE INDEX "custom_field_value_organization_id_opportunity_id_custom_field_id_position_key" ON "custom_field_value"("organization_id", "opportunity_id", "custom_field_id", "position") WHERE "opportunity_id" IS NOT NULL;
CREATE UNIQUE INDEX "custom_field_value_organization_id_lead_id_custom_field_id_position_key" ON "custom_field_value"("organization_id", "lead_id", "custom_field_id", "position") WHERE "lead_id" IS NOT NULL;
CREATE INDEX "custom_field_value_organization_id_custom_field_id_number_value_idx" ON "custom_field_value"("organization_id", "custom_field_id", "number_value") WHERE "number_value" IS NOT NULL;
CREATE INDEX "custom_field_value_organization_id_custom_field_id_date_value_idx" ON "custom_field_value"("organization_id", "custom_field_id", "date_value") WHERE "date_value" IS NOT NULL;
CREATE INDEX "custom_field_value_organization_id_custom_field_id_instant_value_idx" ON "custom_field_value"("organization_id", "custom_field_id", "instant_value") WHERE "instant_value" IS NOT NULL;
CREATE INDEX "custom_field_value_organization_id_custom_field_id_user_id_idx" ON "custom_field_value"("organization_id", "custom_field_id", "user_id") WHERE "user_id" IS NOT NULL;
CREATE INDEX "custom_field_value_organization_id_contact_id_custom_field_id_idx" ON "custom_field_value"("organization_id", "contact_id", "custom_field_id") WHERE "contact_id" IS NOT NULL;

-- The notice that a task was done is shown with the task.
CREATE INDEX "task_completion_organization_id_task_id_idx" ON "task_completion"("organization_id", "task_id");
