-- DropIndex
DROP INDEX "status_change_organization_id_opportunity_id_date_created_idx";

-- CreateIndex
CREATE INDEX "status_change_organization_id_opportunity_id_date_created_r_idx" ON "status_change"("organization_id", "opportunity_id", "date_created", "row_key", "old_status_id", "new_status_id");
