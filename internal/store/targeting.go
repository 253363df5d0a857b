package store

import (
	"context"
	"time"

	"rightdoor/models"
	"rightdoor/scoring"
)

// Targeting gives what is in force in a workspace: its published ICPs in their
// order, with their personas, and its settings.
func (s *Store) Targeting(ctx context.Context, workspace int64) (models.Targeting, error) {
	t := models.Targeting{}
	// The version first: what is published meanwhile is then at worst kept under
	// an older version, and read again.
	err := s.db.WithContext(ctx).Model(&models.Workspace{}).Where("id = ?", workspace).Pluck("targeting_version", &t.Version).Error
	if err != nil {
		return t, trouble("read targeting", err)
	}
	all, err := s.ICPs(ctx, workspace)
	if err != nil {
		return models.Targeting{}, err
	}
	if t.Settings, err = s.Settings(ctx, workspace, s.now()); err != nil {
		return t, err
	}
	for _, icp := range all {
		if icp.Published == 0 {
			continue
		}
		v, err := s.Version(ctx, workspace, icp.ID, icp.Published)
		if err != nil {
			return t, err
		}
		t.ICPs = append(t.ICPs, models.InForce{ICP: icp, ICPVersion: *v})
	}
	return t, nil
}

// Settings gives the settings that were in force at a moment; before the first
// ones, those.
func (s *Store) Settings(ctx context.Context, workspace int64, at time.Time) (scoring.Settings, error) {
	var rows []models.SettingsVersion
	query := s.in(ctx, workspace).Order("since DESC").Limit(1)
	err := query.Where("since <= ?", at).Find(&rows).Error
	if err == nil && len(rows) == 0 {
		err = s.in(ctx, workspace).Order("since").Limit(1).Find(&rows).Error
	}
	if err != nil || len(rows) == 0 {
		return scoring.DefaultSettings(), trouble("read settings", err)
	}
	return rows[0].Settings, nil
}

// ICPs lists every ICP of a workspace in their order, archived ones included.
func (s *Store) ICPs(ctx context.Context, workspace int64) ([]models.ICP, error) {
	var list []models.ICP
	err := s.in(ctx, workspace).Order("position, id").Find(&list).Error
	return list, trouble("list ICPs", err)
}

// Versions lists the versions of an ICP, the latest first, without personas.
func (s *Store) Versions(ctx context.Context, workspace, icp int64) ([]models.ICPVersion, error) {
	var list []models.ICPVersion
	err := s.in(ctx, workspace).Where("icp_id = ?", icp).Order("version DESC").Find(&list).Error
	return list, trouble("list versions", err)
}

// Version gives one version of an ICP with its personas; nil when there is
// none.
func (s *Store) Version(ctx context.Context, workspace, icp int64, version int) (*models.ICPVersion, error) {
	var list []models.ICPVersion
	err := s.in(ctx, workspace).Where("icp_id = ? AND version = ?", icp, version).Limit(1).Find(&list).Error
	if err != nil || len(list) == 0 {
		return nil, trouble("read version", err)
	}
	v := &list[0]
	err = s.in(ctx, workspace).Where("icp_id = ? AND version = ?", icp, version).Order("position").Find(&v.Personas).Error
	return v, trouble("read personas", err)
}
