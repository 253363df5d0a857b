package alert

import (
	"context"
	"database/sql"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/riverdriver/riversqlite"
	"github.com/riverqueue/river/rivermigrate"
	"github.com/riverqueue/river/rivertype"

	"rightdoor/models"
)

// Jobs wakes deliverers: what a Record leaves to do is a job in its own
// transaction, which a process takes up as soon as that is over.
type Jobs struct {
	enqueue func(ctx context.Context, tx *sql.Tx, conn *sql.Conn, jobs []river.InsertManyParams) error
	start   func(ctx context.Context, d *Deliverer) (stop func(), err error)
}

// Database is what jobs are kept in: the store's own connections.
type Database interface {
	Handles() (*sql.DB, *pgxpool.Pool) // the pool is nil on SQLite
	// Migrating runs fn while no other process migrates, on SQLite within tx.
	Migrating(ctx context.Context, fn func(ctx context.Context, tx *sql.Tx) error) error
	// Patiently tries again while another writer holds the database.
	Patiently(ctx context.Context, try func() error) error
}

// OpenJobs brings the job library's tables up to date and makes it ready. id
// names this process, unlike any other.
func OpenJobs(ctx context.Context, db Database, log *slog.Logger, id string) (*Jobs, error) {
	log = slog.New(quiet{log.Handler()})
	handle, pool := db.Handles()
	if pool != nil {
		return open(ctx, db, riverpgxv5.New(pool), settings(log, id, pollPostgres), func(ctx context.Context, m *rivermigrate.Migrator[pgx.Tx], _ *sql.Tx) error {
			_, err := m.Migrate(ctx, rivermigrate.DirectionUp, nil)
			return err
		}, insertPostgres)
	}
	return open(ctx, db, riversqlite.New(handle), settings(log, id, pollSQLite), func(ctx context.Context, m *rivermigrate.Migrator[*sql.Tx], tx *sql.Tx) error {
		//nolint:staticcheck // deprecated for what only PostgreSQL does; on SQLite the lock is this very transaction
		_, err := m.MigrateTx(ctx, tx, rivermigrate.DirectionUp, nil)
		return err
	}, insertSQLite)
}

// How often the library looks for jobs itself. PostgreSQL tells it of them.
const (
	pollPostgres = time.Second
	pollSQLite   = 250 * time.Millisecond
)

// The library's own times: its defaults take a job that died with its process
// for running for an hour.
const (
	jobTimeout  = 30 * time.Second
	rescueAfter = 2 * time.Minute
	jobsAtATime = 100
	stopWithin  = 20 * time.Second
)

func settings(log *slog.Logger, id string, poll time.Duration) river.Config {
	return river.Config{
		ID: id, Logger: log, JobTimeout: jobTimeout, RescueStuckJobsAfter: rescueAfter, FetchPollInterval: poll,
		FetchCooldown: min(poll, 100*time.Millisecond), CompletedJobRetentionPeriod: time.Hour, MaxAttempts: 3,
		Queues: map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: jobsAtATime}},
	}
}

// open is OpenJobs for one of the library's drivers.
func open[Tx any](
	ctx context.Context, db Database, driver riverdriver.Driver[Tx], config river.Config,
	migrate func(context.Context, *rivermigrate.Migrator[Tx], *sql.Tx) error, insert inserter[Tx],
) (*Jobs, error) {
	migrator, err := rivermigrate.New(driver, &rivermigrate.Config{Logger: config.Logger})
	if err != nil {
		return nil, fmt.Errorf("prepare jobs: %w", err)
	}
	err = db.Migrating(ctx, func(ctx context.Context, tx *sql.Tx) error { return migrate(ctx, migrator, tx) })
	if err != nil {
		return nil, fmt.Errorf("migrate jobs: %w", err)
	}
	inserting, err := river.NewClient(driver, &river.Config{Logger: config.Logger})
	if err != nil {
		return nil, fmt.Errorf("open jobs: %w", err)
	}
	return &Jobs{
		enqueue: func(ctx context.Context, tx *sql.Tx, conn *sql.Conn, jobs []river.InsertManyParams) error {
			return insert(ctx, inserting, tx, conn, jobs)
		},
		start: func(ctx context.Context, d *Deliverer) (stop func(), err error) {
			err = db.Patiently(ctx, func() error {
				stop, err = start(ctx, driver, config, d)
				return err
			})
			return stop, err
		},
	}, nil
}

// start lets the library work for a deliverer.
func start[Tx any](ctx context.Context, driver riverdriver.Driver[Tx], config river.Config, d *Deliverer) (func(), error) {
	config.Workers = river.NewWorkers()
	river.AddWorker(config.Workers, &drainWorker{d: d})
	river.AddWorker(config.Workers, &rescoreWorker{d: d})
	client, err := river.NewClient(driver, &config)
	if err != nil {
		return nil, fmt.Errorf("open jobs: %w", err)
	}
	// It is stopped by hand, so that what is in hand may end.
	if err := client.Start(context.WithoutCancel(ctx)); err != nil {
		return nil, fmt.Errorf("start jobs: %w", err)
	}
	return func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopWithin)
		defer cancel()
		if client.Stop(ctx) != nil {
			_ = client.StopAndCancel(context.WithoutCancel(ctx))
		}
	}, nil
}

// Enqueue is for store.Enqueue: a job for each channel and rescoring, in the
// transaction of the change. Several for one channel do no harm: the first
// holds the channel. Were they unique, what comes up while one is about to end
// would wait for the sweep.
func (j *Jobs) Enqueue(ctx context.Context, tx *sql.Tx, conn *sql.Conn, due models.Due) error {
	var jobs []river.InsertManyParams
	for _, channel := range due.Channels {
		jobs = append(jobs, river.InsertManyParams{Args: drainJob{due.Workspace, channel}})
	}
	if due.Rescoring {
		jobs = append(jobs, river.InsertManyParams{Args: rescoreJob{due.Workspace}, InsertOpts: once()})
	}
	if len(jobs) == 0 {
		return nil
	}
	return j.enqueue(ctx, tx, conn, jobs)
}

// once lets one rescoring of a workspace wait or run at a time.
func once() *river.InsertOpts {
	return &river.InsertOpts{UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: []rivertype.JobState{
		rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRetryable, rivertype.JobStateRunning, rivertype.JobStateScheduled,
	}}}
}

// inserter adds jobs within a transaction of the store's.
type inserter[Tx any] func(ctx context.Context, client *river.Client[Tx], tx *sql.Tx, conn *sql.Conn, jobs []river.InsertManyParams) error

func insertSQLite(ctx context.Context, client *river.Client[*sql.Tx], tx *sql.Tx, _ *sql.Conn, jobs []river.InsertManyParams) error {
	_, err := client.InsertManyTx(ctx, tx, jobs)
	return err
}

func insertPostgres(ctx context.Context, client *river.Client[pgx.Tx], _ *sql.Tx, conn *sql.Conn, jobs []river.InsertManyParams) error {
	return conn.Raw(func(under any) error {
		c, ok := under.(*stdlib.Conn)
		if !ok {
			return fmt.Errorf("a %T is no connection to PostgreSQL", under)
		}
		_, err := client.InsertManyTx(ctx, within{c.Conn()}, jobs)
		return err
	})
}

// within makes a transaction of the connection that one is on already. Whoever
// began it ends it.
type within struct{ conn *pgx.Conn }

func (w within) Begin(context.Context) (pgx.Tx, error) { return w, nil }
func (within) Commit(context.Context) error            { return nil }
func (within) Rollback(context.Context) error          { return nil }
func (within) LargeObjects() pgx.LargeObjects          { return pgx.LargeObjects{} }
func (w within) Conn() *pgx.Conn                       { return w.conn }

func (w within) CopyFrom(ctx context.Context, table pgx.Identifier, columns []string, rows pgx.CopyFromSource) (int64, error) {
	return w.conn.CopyFrom(ctx, table, columns, rows)
}

func (w within) SendBatch(ctx context.Context, b *pgx.Batch) pgx.BatchResults {
	return w.conn.SendBatch(ctx, b)
}

func (w within) Prepare(ctx context.Context, name, text string) (*pgconn.StatementDescription, error) {
	return w.conn.Prepare(ctx, name, text)
}

func (w within) Exec(ctx context.Context, text string, args ...any) (pgconn.CommandTag, error) {
	return w.conn.Exec(ctx, text, args...)
}

func (w within) Query(ctx context.Context, text string, args ...any) (pgx.Rows, error) {
	return w.conn.Query(ctx, text, args...)
}

func (w within) QueryRow(ctx context.Context, text string, args ...any) pgx.Row {
	return w.conn.QueryRow(ctx, text, args...)
}

// drainJob has a channel looked after.
type drainJob struct {
	Workspace int64  `json:"workspace"`
	Channel   string `json:"channel"`
}

// Kind names the job for good: it is in rows.
func (drainJob) Kind() string { return "alert_drain" }

type drainWorker struct {
	river.WorkerDefaults[drainJob]
	d *Deliverer
}

// Work drains. What fails is not the job's to try again: the sweep does.
func (w *drainWorker) Work(ctx context.Context, job *river.Job[drainJob]) error {
	if err := w.d.Drain(ctx, job.Args.Workspace, job.Args.Channel); err != nil {
		w.d.Log.WarnContext(ctx, "Alerts wait for the next sweep", "channel", shown(job.Args.Channel), "error", err)
	}
	return nil
}

// rescoreJob has accounts ranked anew.
type rescoreJob struct {
	Workspace int64 `json:"workspace"`
}

// Kind names the job for good: it is in rows.
func (rescoreJob) Kind() string { return "alert_rescore" }

type rescoreWorker struct {
	river.WorkerDefaults[rescoreJob]
	d *Deliverer
}

// Work ranks for a while; the sweep sees to the rest.
func (w *rescoreWorker) Work(ctx context.Context, job *river.Job[rescoreJob]) error {
	if err := w.d.rescore(ctx, job.Args.Workspace); err != nil {
		w.d.Log.WarnContext(ctx, "A rescoring waits for the next sweep", "workspace", job.Args.Workspace, "error", err)
	}
	return nil
}
