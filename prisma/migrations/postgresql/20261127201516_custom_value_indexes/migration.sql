-- An index by the organization and an object, beside one by the object and the field: one index, in that order, does both.
-- DropIndex
DROP INDEX "custom_field_value_organization_id_opportunity_id_idx";

-- DropIndex
DROP INDEX "custom_field_value_organization_id_lead_id_idx";

-- DropIndex
DROP INDEX "custom_field_value_organization_id_contact_id_idx";

-- DropIndex
DROP INDEX "custom_field_value_opportunity_id_custom_field_id_position_key";

-- DropIndex
DROP INDEX "custom_field_value_lead_id_custom_field_id_position_key";

-- CreateIndex
CREATE INDEX "custom_field_value_organization_id_contact_id_custom_field__idx" ON "custom_field_value"("organization_id", "contact_id", "custom_field_id");

-- CreateIndex
CREATE UNIQUE INDEX "custom_field_value_organization_id_opportunity_id_custom_fi_key" ON "custom_field_value"("organization_id", "opportunity_id", "custom_field_id", "position");

-- CreateIndex
CREATE UNIQUE INDEX "custom_field_value_organization_id_lead_id_custom_field_id__key" ON "custom_field_value"("organization_id", "lead_id", "custom_field_id", "position");

-- CreateIndex
CREATE INDEX "task_completion_organization_id_task_id_idx" ON "task_completion"("organization_id", "task_id");
