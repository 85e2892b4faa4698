package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"

	"github.com/redis/go-redis/v9"

	"pratica/claim"
	"pratica/pipeline"
	"pratica/storage"
	"pratica/storage/files"
	"pratica/storage/s3"
	"pratica/storage/sqlite"
	"pratica/validate"
	"pratica/web"
	"pratica/workers"
)

type serveCommand struct {
	Data         string   `help:"Data folder; one server at a time uses it." env:"PRATICA_DATA" default:"./data" type:"path"`
	Listen       string   `help:"Address to listen on." env:"PRATICA_LISTEN" default:"127.0.0.1:8080"`
	AllowRemote  bool     `help:"Allow another address than this machine's own (there are no accounts yet)." env:"PRATICA_ALLOW_REMOTE"`
	AllowedHosts []string `help:"Further names that clients may call the server by." env:"PRATICA_ALLOWED_HOSTS"`
	Concurrency  int      `help:"Pages read at once; default one per core." env:"PRATICA_CONCURRENCY"`

	targetOption

	RedisURL string `help:"Redis to use instead of a private one." env:"PRATICA_REDIS_URL"`

	S3Endpoint  string `name:"s3-endpoint" help:"S3 store for the pictures instead of the data folder." env:"PRATICA_S3_ENDPOINT"`
	S3Bucket    string `name:"s3-bucket" env:"PRATICA_S3_BUCKET" default:"pratica"`
	S3AccessKey string `name:"s3-access-key" env:"PRATICA_S3_ACCESS_KEY"`
	S3SecretKey string `name:"s3-secret-key" env:"PRATICA_S3_SECRET_KEY" hidden:""`
	S3Region    string `name:"s3-region" env:"PRATICA_S3_REGION" default:"us-east-1"`

	Letters string `help:"The fund's letterhead; default letters.yaml in the data folder, if there is one." type:"existingfile" env:"PRATICA_LETTERS" placeholder:"FILE"`

	WebhookURL    string `help:"Where claims are delivered; default files in the folder outbox of the data folder." env:"PRATICA_WEBHOOK_URL"`
	WebhookSecret string `help:"Signs deliveries." env:"PRATICA_WEBHOOK_SECRET" hidden:""`

	WorkerKey string `help:"What worker processes must know; default made in the data folder." env:"PRATICA_WORKER_KEY" hidden:""`

	KeepHolidays      bool `help:"A term that ends on a holiday ends there; without this it runs to the next working day." env:"PRATICA_KEEP_HOLIDAYS"`
	DeliverUnreviewed bool `help:"Deliver claims that wait for a human too, until there is a review desk." env:"PRATICA_DELIVER_UNREVIEWED" default:"true" negatable:""`
	Verbose           bool `short:"v" help:"Log every request and step."`
}

// Run serves until it is told to stop; it then finishes what is at work.
func (c *serveCommand) Run(ctx context.Context) error {
	listener, err := c.listen()
	if err != nil {
		return err
	}
	defer listener.Close()
	unlock, err := storage.Lock(c.Data)
	if err != nil {
		return err
	}
	s := &service{serveCommand: c, log: c.logger()}
	s.onStop(func() { warn(s.log, "unlock", unlock()) })
	defer s.stop()
	if err := s.start(ctx, listener.Addr().String()); err != nil {
		return err
	}
	failed := make(chan error, 1)
	go func() { failed <- s.http.Serve(listener) }()
	fmt.Fprintf(os.Stderr, "pratica serves on http://%s — data in %s — Ctrl-C stops\n", listener.Addr(), c.Data)
	if c.DeliverUnreviewed {
		fmt.Fprintln(os.Stderr, "Claims that need a review are delivered too (PRATICA_DELIVER_UNREVIEWED=false keeps them).")
	}
	select {
	case <-ctx.Done():
		fmt.Fprintln(os.Stderr, "Finishing what is at work … (Ctrl-C again stops at once)")
		return nil
	case err := <-failed:
		return fmt.Errorf("serve: %w", err)
	}
}

// listen refuses an address that others could reach, for there are no accounts yet.
func (c *serveCommand) listen() (net.Listener, error) {
	host, _, err := net.SplitHostPort(c.Listen)
	if err != nil {
		return nil, claim.WrapError(claim.EINVALID, err, "--listen %s is no address of the form 127.0.0.1:8080", c.Listen)
	}
	ip := net.ParseIP(host)
	local := host == "localhost" || ip != nil && ip.IsLoopback()
	if !local && !c.AllowRemote {
		return nil, claim.Errorf(claim.EINVALID, "%s can be reached from outside and there are no accounts yet: set PRATICA_ALLOW_REMOTE=1 if something else guards it", c.Listen)
	}
	listener, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return nil, claim.WrapError(claim.EUNAVAILABLE, err, "cannot listen on %s; is another server running there?", c.Listen)
	}
	return listener, nil
}

func (c *serveCommand) logger() *slog.Logger {
	level := slog.LevelWarn
	if c.Verbose {
		level = slog.LevelDebug
	}
	return slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: level}))
}

// service is a running server; its parts are stopped in the reverse order of their start.
type service struct {
	*serveCommand
	log   *slog.Logger
	http  *http.Server
	stops []func()
}

func (s *service) onStop(f func()) { s.stops = append(s.stops, f) }

func (s *service) stop() {
	for i := len(s.stops) - 1; i >= 0; i-- {
		s.stops[i]()
	}
}

func warn(log *slog.Logger, what string, err error) {
	if err != nil {
		log.Warn(what, "error", err)
	}
}

func (s *service) start(ctx context.Context, address string) error {
	letterhead := s.Letters
	if letterhead == "" {
		letterhead = lettersFile(s.Data)
	}
	letters, err := letterConfig(letterhead)
	if err != nil {
		return err
	}
	records, err := sqlite.Open(ctx, filepath.Join(s.Data, "pratica.db"), time.Now)
	if err != nil {
		return fmt.Errorf("open records: %w", err)
	}
	s.onStop(func() { warn(s.log, "close records", records.Close()) })
	objects, err := s.openObjects(ctx)
	if err != nil {
		return fmt.Errorf("open objects: %w", err)
	}
	s.onStop(func() { warn(s.log, "close objects", objects.Close()) })
	redisOptions, err := s.openRedis(ctx)
	if err != nil {
		return err
	}
	reader, err := pipeline.New(pipeline.Config{Concurrency: s.Concurrency, Software: version, TargetAccuracy: s.TargetAccuracy, Issuers: workers.KnownIssuers(records),
		Pictures: workers.Register{Records: records},
		Checks:   validate.Inputs{KeepHolidays: s.KeepHolidays, Rates: validate.RateFile(ratesFile(s.Data)), Members: workers.Register{Records: records}, Ledger: workers.Register{Records: records}}})
	if err != nil {
		return err
	}
	s.onStop(func() { warn(s.log, "close pipeline", reader.Close()) })
	if err := reader.Warm(ctx); err != nil {
		return err
	}
	deliverer, err := s.deliverer()
	if err != nil {
		return err
	}
	server, err := workers.New(workers.Config{Records: records, Objects: objects, Stages: reader, Deliverer: deliverer, Redis: redisOptions,
		Concurrency: s.Concurrency, Alone: true, DeliverUnreviewed: s.DeliverUnreviewed, Log: s.log})
	if err != nil {
		return err
	}
	if err := server.Start(ctx); err != nil {
		return fmt.Errorf("start workers: %w", err)
	}
	s.onStop(func() {
		draining, stop := interruptible(30 * time.Second)
		defer stop()
		server.Stop(draining)
	})
	temp, err := s.emptyTemp()
	if err != nil {
		return err
	}
	key, err := workerKey(s.WorkerKey, s.Data)
	if err != nil {
		return err
	}
	handler, err := web.New(web.Config{Records: records, Objects: objects, Notify: server, Listen: address, Version: version, Logger: s.log,
		AllowedHosts: s.allowedHosts(), Ready: server.Ready, Check: checker{reader}, Explain: explainer{}, Temp: temp, Work: server.Lending(key),
		Metrics: metricsOf(server, reader), Letters: letters})
	if err != nil {
		return err
	}
	s.http = web.NewServer(handler, s.log)
	s.onStop(func() {
		limited, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		warn(s.log, "stop HTTP", s.http.Shutdown(limited))
	})
	return nil
}

// emptyTemp is the folder where files lie while they are checked. What a killed server left there is removed.
func (s *service) emptyTemp() (string, error) {
	temp := filepath.Join(s.Data, "tmp")
	if err := errors.Join(os.RemoveAll(temp), os.Mkdir(temp, 0o700)); err != nil {
		return "", fmt.Errorf("make the folder for temporary files: %w", err)
	}
	return temp, nil
}

// checker judges pictures as those of a member.
type checker struct{ *pipeline.Pipeline }

// Check is web.Checker.
func (c checker) Check(ctx context.Context, name, path string) (claim.Legibility, error) {
	return c.Pipeline.Check(ctx, pipeline.File{Name: name, Path: path}, claim.Online)
}

// explainer applies the rules of this software.
type explainer struct{}

// Explain is web.Explainer.
func (explainer) Explain(ctx context.Context, c claim.Claim) (claim.Explanation, error) {
	return validate.Explain(ctx, c)
}

// allowedHosts are the names beside this machine's own that clients may call the server by: the address it
// listens on, and, where something else guards it, those configured and the published port of a container.
func (s *service) allowedHosts() []string {
	hosts := append([]string(nil), s.AllowedHosts...)
	if host, _, err := net.SplitHostPort(s.Listen); err == nil && host != "" {
		hosts = append(hosts, host)
	}
	if s.AllowRemote {
		hosts = append(hosts, "localhost", "127.0.0.1")
	}
	return hosts
}

func (s *service) openObjects(ctx context.Context) (storage.Objects, error) {
	if s.S3Endpoint == "" {
		return files.Open(filepath.Join(s.Data, "objects"))
	}
	return s3.Open(ctx, s3.Config{Endpoint: s.S3Endpoint, Bucket: s.S3Bucket, AccessKey: s.S3AccessKey, SecretKey: s.S3SecretKey,
		Region: s.S3Region, CacheDir: filepath.Join(s.Data, "s3-cache")})
}

// openRedis starts a private Redis, unless one is configured.
func (s *service) openRedis(ctx context.Context) (*redis.Options, error) {
	if s.RedisURL != "" {
		options, err := redis.ParseURL(s.RedisURL)
		if err != nil {
			return nil, claim.WrapError(claim.EINVALID, err, "PRATICA_REDIS_URL")
		}
		return options, nil
	}
	private, err := workers.StartRedis(ctx, s.Data, s.log)
	if errors.Is(err, workers.ErrNoRedis) {
		return nil, claim.WrapError(claim.EUNAVAILABLE, err, "start")
	}
	if err != nil {
		return nil, fmt.Errorf("start Redis: %w", err)
	}
	s.onStop(private.Stop)
	return private.Options(), nil
}

func (s *service) deliverer() (workers.Deliverer, error) {
	if s.WebhookURL != "" {
		return workers.NewWebhook(s.WebhookURL, s.WebhookSecret, time.Now)
	}
	return workers.NewOutbox(filepath.Join(s.Data, "outbox"))
}
