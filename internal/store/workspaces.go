package store

import (
	"context"
	"errors"
	"slices"
	"strings"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"rightdoor/internal/fault"
	"rightdoor/models"
	"rightdoor/scoring"
)

// DefaultWorkspace is the name of the workspace that is made when there is
// none.
const DefaultWorkspace = "default"

// Workspaces lists every workspace by name.
func (s *Store) Workspaces(ctx context.Context) ([]models.Workspace, error) {
	var list []models.Workspace
	err := s.db.WithContext(ctx).Order("name").Find(&list).Error
	return list, trouble("list workspaces", err)
}

// Workspace finds a workspace by name. Without a name it is the only one, or
// is made when there is none; with several, a name is asked for.
func (s *Store) Workspace(ctx context.Context, name string) (models.Workspace, error) {
	list, err := s.Workspaces(ctx)
	if err != nil {
		return models.Workspace{}, err
	}
	switch {
	case name == "" && len(list) == 0:
		return s.AddWorkspace(ctx, DefaultWorkspace)
	case name == "" && len(list) == 1:
		return list[0], nil
	case name == "":
		return models.Workspace{}, fault.New(fault.Usage, "There are several workspaces: %s. Say which with --workspace NAME.", names(list))
	}
	for _, w := range list {
		if w.Name == name {
			return w, nil
		}
	}
	return models.Workspace{}, fault.New(fault.NotFound, "There is no workspace %q. %s", name, haveOrAdd(list))
}

func haveOrAdd(list []models.Workspace) string {
	if len(list) == 0 {
		return "There is none yet: add it with `rightdoor workspace add NAME`."
	}
	return "There is " + names(list) + "; add one with `rightdoor workspace add NAME`."
}

func names(list []models.Workspace) string {
	var all []string
	for _, w := range list {
		all = append(all, w.Name)
	}
	return strings.Join(all, ", ")
}

// AddWorkspace makes a workspace with the default settings, or gives the one
// of that name.
func (s *Store) AddWorkspace(ctx context.Context, name string) (models.Workspace, error) {
	name = models.CleanText(name)
	if strings.TrimSpace(name) == "" || len(name) > 80 {
		return models.Workspace{}, fault.New(fault.Usage, "A workspace needs a name of 1 to 80 characters.")
	}
	w := models.Workspace{Name: name, CreatedAt: s.now()}
	err := s.write(ctx, func(tx *gorm.DB) error {
		made := tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&w)
		if made.Error != nil || made.RowsAffected == 0 {
			return errors.Join(made.Error, tx.Where("name = ?", name).Take(&w).Error)
		}
		return tx.Create(&models.SettingsVersion{WorkspaceID: w.ID, Since: w.CreatedAt, Settings: scoring.DefaultSettings()}).Error
	})
	return w, trouble("add workspace", err)
}

// IsManager tells whether a user may change targeting.
func (s *Store) IsManager(ctx context.Context, workspace int64, user string) (bool, error) {
	var n int64
	err := s.in(ctx, workspace).Model(&models.Manager{}).Where("user_id = ?", models.CleanText(user)).Count(&n).Error
	return n > 0, trouble("look up manager", err)
}

// Managers lists who may change targeting.
func (s *Store) Managers(ctx context.Context, workspace int64) ([]models.Manager, error) {
	var list []models.Manager
	err := s.in(ctx, workspace).Order("user_id").Find(&list).Error
	return list, trouble("list managers", err)
}

// AddManager lets a user change targeting; one who may already stays as is.
func (s *Store) AddManager(ctx context.Context, workspace int64, user, by string) error {
	if strings.TrimSpace(user) == "" {
		return fault.New(fault.Usage, "Which user? Slack shows a member's ID, such as U012AB3CD, in their profile.")
	}
	m := models.Manager{WorkspaceID: workspace, UserID: models.CleanText(user), AddedAt: s.now(), AddedBy: models.CleanText(by)}
	err := s.write(ctx, func(tx *gorm.DB) error {
		return tx.Clauses(clause.OnConflict{DoNothing: true}).Create(&m).Error
	})
	return trouble("add manager", err)
}

// RemoveManager takes that right back; it is no error when there was none.
func (s *Store) RemoveManager(ctx context.Context, workspace int64, user string) error {
	err := s.write(ctx, func(tx *gorm.DB) error {
		return tx.Where("workspace_id = ? AND user_id = ?", workspace, models.CleanText(user)).Delete(&models.Manager{}).Error
	})
	return trouble("remove manager", err)
}

// Counts tells how much a workspace holds, for the first steps.
func (s *Store) Counts(ctx context.Context, workspace int64) (models.Counts, error) {
	var c models.Counts
	err := s.db.WithContext(ctx).Raw(`SELECT
		(SELECT count(*) FROM accounts WHERE workspace_id = @w) AS accounts,
		(SELECT count(*) FROM contacts WHERE workspace_id = @w) AS contacts,
		(SELECT count(*) FROM icps WHERE workspace_id = @w AND published > 0) AS published,
		(SELECT count(*) FROM icps WHERE workspace_id = @w AND NOT archived) AS icps`,
		map[string]any{"w": workspace}).Scan(&c).Error
	return c, trouble("count rows", err)
}

// TeamWorkspace gives the workspace of a Slack team. A team met for the first
// time gets the only workspace that has none yet, with all that was imported
// before, or else a new one under its name.
func (s *Store) TeamWorkspace(ctx context.Context, team, name string) (int64, error) {
	if team == "" {
		return 0, fault.New(fault.Usage, "Slack did not say which workspace this is.")
	}
	list, err := s.Workspaces(ctx)
	if err != nil {
		return 0, err
	}
	for _, w := range list {
		if w.SlackTeam == team {
			return w.ID, nil
		}
	}
	if len(list) == 1 && list[0].SlackTeam == "" {
		return s.attach(ctx, list[0].ID, team)
	}
	if name == "" || slices.ContainsFunc(list, func(w models.Workspace) bool { return w.Name == name }) {
		name = team
	}
	w, err := s.AddWorkspace(ctx, name)
	if err != nil {
		return 0, err
	}
	return s.attach(ctx, w.ID, team)
}

// attach gives a workspace its team; of two at once the first one stays.
func (s *Store) attach(ctx context.Context, workspace int64, team string) (int64, error) {
	err := s.write(ctx, func(tx *gorm.DB) error {
		return tx.Model(&models.Workspace{}).Where("id = ? AND slack_team = ''", workspace).Update("slack_team", team).Error
	})
	if err != nil && !errors.Is(err, gorm.ErrDuplicatedKey) {
		return 0, trouble("attach team", err)
	}
	var w models.Workspace
	err = s.db.WithContext(ctx).Where("slack_team = ?", team).Take(&w).Error
	return w.ID, trouble("find team", err)
}
