package store

import (
	"slices"

	"gorm.io/gorm/clause"

	"rightdoor/models"
)

// icp reads an ICP by name; nil when there is none.
func (r *recording) icp(name string) (*models.ICP, error) {
	var list []models.ICP
	err := r.in().Where("name = ?", name).Limit(1).Find(&list).Error
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return &list[0], nil
}

// newVersion adds a version to an ICP, made when it is not there.
func (r *recording) newVersion(c models.NewVersion) error {
	icp, err := r.icp(c.Name)
	if err != nil {
		return err
	}
	added := icp == nil
	if !added {
		if done, err := r.sameVersion(icp, c); done || err != nil {
			return err
		}
	}
	if added {
		if icp, err = r.addICP(c.Name); err != nil {
			return err
		}
	}
	v := c.Version
	v.WorkspaceID, v.ICPID, v.CreatedAt, v.CreatedBy, v.PublishedAt = r.workspace.ID, icp.ID, r.now, c.By, nil
	err = r.in().Model(&models.ICPVersion{}).Where("icp_id = ?", icp.ID).Select("coalesce(max(version), 0) + 1").Scan(&v.Version).Error
	if err != nil {
		return err
	}
	if err := r.tx.Create(&v).Error; err != nil {
		return err
	}
	if err := r.addPersonas(v); err != nil {
		return err
	}
	r.count(added, true)
	if c.Publish {
		return r.putInForce(icp, v.Version)
	}
	return nil
}

// sameVersion handles a version that says what the latest one says: there is
// nothing to add, at most to publish. So the same file applied twice at once
// makes one version.
func (r *recording) sameVersion(icp *models.ICP, c models.NewVersion) (done bool, err error) {
	var list []models.ICPVersion
	if err := r.in().Where("icp_id = ?", icp.ID).Order("version DESC").Limit(1).Find(&list).Error; err != nil || len(list) == 0 {
		return false, err
	}
	latest := &list[0]
	err = r.in().Where("icp_id = ? AND version = ?", icp.ID, latest.Version).Order("position").Find(&latest.Personas).Error
	if err != nil || !latest.SameContent(c.Version) {
		return false, err
	}
	publish := c.Publish && (icp.Published != latest.Version || icp.Archived)
	r.count(false, publish)
	if publish {
		return true, r.putInForce(icp, latest.Version)
	}
	return true, nil
}

func (r *recording) addICP(name string) (*models.ICP, error) {
	icp := &models.ICP{WorkspaceID: r.workspace.ID, ID: r.nextID(), Name: name}
	err := r.in().Model(&models.ICP{}).Select("coalesce(max(position), 0) + 1").Scan(&icp.Position).Error
	if err != nil {
		return nil, err
	}
	return icp, r.tx.Create(icp).Error
}

func (r *recording) addPersonas(v models.ICPVersion) error {
	personas := slices.Clone(v.Personas)
	for i := range personas {
		p := &personas[i]
		p.WorkspaceID, p.ICPID, p.Version, p.Position = v.WorkspaceID, v.ICPID, v.Version, i+1
	}
	return insert(r, personas)
}

// publish puts a stored version in force; version 0 is the latest.
func (r *recording) publish(c models.Publication) error {
	icp, err := r.icp(c.Name)
	if err != nil {
		return err
	}
	if icp == nil {
		return refuse("There is no ICP %q. `icp` lists the ones there are.", c.Name)
	}
	query := r.in().Model(&models.ICPVersion{}).Where("icp_id = ?", icp.ID)
	var versions []int
	if err := query.Order("version DESC").Pluck("version", &versions).Error; err != nil {
		return err
	}
	if c.Version == 0 {
		c.Version = versions[0]
	}
	if !slices.Contains(versions, c.Version) {
		return refuse("%s has no version %d; the latest is %d. `icp %s` lists them.", icp.Name, c.Version, versions[0], icp.Name)
	}
	same := icp.Published == c.Version && !icp.Archived
	r.count(false, !same)
	if same {
		return nil
	}
	return r.putInForce(icp, c.Version)
}

func (r *recording) putInForce(icp *models.ICP, version int) error {
	r.workspace.TargetingVersion++
	icp.Published, icp.Archived = version, false
	if err := r.tx.Save(icp).Error; err != nil {
		return err
	}
	return r.in().Model(&models.ICPVersion{}).
		Where("icp_id = ? AND version = ? AND published_at IS NULL", icp.ID, version).
		Update("published_at", r.now).Error
}

// archive takes an ICP out of force.
func (r *recording) archive(c models.Archival) error {
	icp, err := r.icp(c.Name)
	if err != nil {
		return err
	}
	if icp == nil {
		return refuse("There is no ICP %q. `icp` lists the ones there are.", c.Name)
	}
	r.count(false, !icp.Archived)
	if icp.Archived {
		return nil
	}
	r.workspace.TargetingVersion++
	icp.Published, icp.Archived = 0, true
	return r.tx.Save(icp).Error
}

func (r *recording) newSettings(c models.NewSettings) error {
	r.workspace.TargetingVersion++
	r.count(false, true)
	return r.tx.Clauses(clause.OnConflict{UpdateAll: true}).Create(&models.SettingsVersion{
		WorkspaceID: r.workspace.ID, Since: r.now, Settings: c.Settings,
	}).Error
}
