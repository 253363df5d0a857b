package store

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/go-gormigrate/gormigrate/v2"
	"gorm.io/gorm"

	"rightdoor/internal/fault"
)

// The migrations are SQL written by hand, one file for each database:
// migrations/<date>_<what>.<database>.sql. A file that was released is never
// edited.
//
//go:embed migrations/*.sql
var migrationFiles embed.FS

// migrationLock is the key of PostgreSQL's advisory lock; any number that
// nothing else uses will do.
const migrationLock = 7_418_653_201

// migrate brings the schema up to date, in one transaction under a lock, so
// that processes starting together wait for each other. A schema with steps
// this program does not know is refused.
func (s *Store) migrate(ctx context.Context) error {
	steps, err := migrations(s.db.Name())
	if err != nil {
		return err
	}
	err = s.write(ctx, func(tx *gorm.DB) error {
		if isPostgres(tx) {
			if err := tx.Exec("SELECT pg_advisory_xact_lock(?)", migrationLock).Error; err != nil {
				return err
			}
		}
		options := &gormigrate.Options{
			TableName: "migrations", IDColumnName: "id", IDColumnSize: 255, ValidateUnknownMigrations: true,
		}
		return gormigrate.New(tx, options, steps).Migrate()
	})
	if errors.Is(err, gormigrate.ErrUnknownPastMigration) {
		return fault.New(fault.Refused, "This database was made by a newer rightdoor. Nothing was touched; run the newer program, or restore a backup from before the upgrade.").Because(err)
	}
	return trouble("migrate database", err)
}

// migrations lists the steps for a database, oldest first.
func migrations(database string) ([]*gormigrate.Migration, error) {
	suffix := "." + database + ".sql"
	names, err := fs.Glob(migrationFiles, "migrations/*"+suffix)
	if err != nil || len(names) == 0 {
		return nil, fmt.Errorf("no migrations for %s: %w", database, err)
	}
	var steps []*gormigrate.Migration
	for _, name := range names { // Glob sorts, and names start with their date
		text, err := migrationFiles.ReadFile(name)
		if err != nil {
			return nil, err
		}
		id := strings.TrimSuffix(strings.TrimPrefix(name, "migrations/"), suffix)
		steps = append(steps, &gormigrate.Migration{ID: id, Migrate: runSQL(string(text))})
	}
	return steps, nil
}

// runSQL runs statements that each end with a semicolon at a line's end.
func runSQL(text string) gormigrate.MigrateFunc {
	return func(tx *gorm.DB) error {
		for statement := range strings.SplitSeq(text, ";\n") {
			if strings.TrimSpace(statement) == "" {
				continue
			}
			if err := tx.Exec(statement).Error; err != nil {
				return fmt.Errorf("%w in %q", err, statement)
			}
		}
		return nil
	}
}
