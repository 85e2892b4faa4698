// Package s3 keeps objects in a bucket of an S3 store, each under "sha256/ab/abcdef…". What goes in is first
// written to a local file, since its name is its hash; what child processes read is copied to a local cache.
package s3

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"pratica/claim"
	"pratica/storage"
)

// Config says where the store is.
type Config struct {
	// Endpoint is https://host[:port], http://host[:port], or host[:port] for https.
	Endpoint             string
	Bucket               string
	AccessKey, SecretKey string
	Region               string // "" lets the client ask the server

	// CacheDir is a folder for this process alone, emptied at start and as large as CacheBytes plus the
	// objects in use; it also holds what is being sent. CacheBytes 0 means DefaultCacheBytes.
	CacheDir   string
	CacheBytes int64
}

// DefaultCacheBytes holds some hundred scanned files.
const DefaultCacheBytes = 1 << 30

// attempts of each request, with growing pauses of at most a second between them.
const attempts = 5

// Store implements storage.Objects.
type Store struct {
	client *minio.Core
	bucket string
	cache  *cache
}

var _ storage.Objects = (*Store)(nil)

// Open connects to the store and makes the bucket if it is missing.
func Open(ctx context.Context, c Config) (*Store, error) {
	if c.Bucket == "" || c.AccessKey == "" || c.SecretKey == "" {
		return nil, claim.Errorf(claim.EINVALID, "Per l'archivio S3 servono indirizzo, bucket, chiave di accesso e chiave segreta.")
	}
	host, secure, err := address(c.Endpoint)
	if err != nil {
		return nil, err
	}
	client, err := minio.NewCore(host, &minio.Options{
		Creds: credentials.NewStaticV4(c.AccessKey, c.SecretKey, ""), Secure: secure, Region: c.Region, MaxRetries: attempts})
	if err != nil {
		return nil, claim.WrapError(claim.EINVALID, err, "L'indirizzo dell'archivio S3 non è valido: %s.", c.Endpoint)
	}
	s := &Store{client: client, bucket: c.Bucket}
	if err := s.makeBucket(ctx, c.Region); err != nil {
		return nil, err
	}
	if c.CacheBytes == 0 {
		c.CacheBytes = DefaultCacheBytes
	}
	if s.cache, err = newCache(c.CacheDir, c.CacheBytes); err != nil {
		return nil, fmt.Errorf("open the object cache: %w", storage.DiskError(err))
	}
	return s, nil
}

func address(endpoint string) (host string, secure bool, err error) {
	u, err := url.Parse(endpoint)
	if err != nil || u.Host == "" {
		u, err = url.Parse("https://" + endpoint)
	}
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || u.Path != "" && u.Path != "/" {
		return "", false, claim.Errorf(claim.EINVALID, "L'indirizzo dell'archivio S3 non è valido: %q. Esempio: https://s3.example.org:9000.", endpoint)
	}
	return u.Host, u.Scheme == "https", nil
}

func (s *Store) makeBucket(ctx context.Context, region string) error {
	exists, err := s.client.BucketExists(ctx, s.bucket)
	if err != nil {
		return s.visible(ctx, "look for the bucket", "", err)
	}
	if exists {
		return nil
	}
	err = s.client.MakeBucket(ctx, s.bucket, minio.MakeBucketOptions{Region: region})
	switch minio.ToErrorResponse(err).Code {
	case minio.BucketAlreadyOwnedByYou, minio.BucketAlreadyExists: // another process was faster
		return nil
	}
	if err != nil {
		return s.visible(ctx, "make the bucket", "", err)
	}
	return nil
}

// Put implements storage.Objects. One request carries an object, of at most 5 GiB.
func (s *Store) Put(ctx context.Context, r io.Reader) (key string, size int64, err error) {
	spool, err := s.cache.spool()
	if err != nil {
		return "", 0, fmt.Errorf("put object: %w", storage.DiskError(err))
	}
	defer spool.Close()
	sum := sha256.New()
	if size, err = storage.Copy(ctx, io.MultiWriter(sum, spool), r); err != nil {
		return "", 0, fmt.Errorf("put object: %w", storage.DiskError(err))
	}
	if _, err := spool.Seek(0, io.SeekStart); err != nil {
		return "", 0, fmt.Errorf("put object: %w", storage.DiskError(err))
	}
	key = storage.Key(sum.Sum(nil))
	if err := s.send(ctx, key, spool, size); err != nil {
		return "", 0, s.visible(ctx, "put object", key, err)
	}
	return key, size, nil
}

// send signs the request with the payload's SHA-256, which is the key, so that the server refuses other bytes.
func (s *Store) send(ctx context.Context, key string, body *os.File, size int64) error {
	digits, err := storage.ParseKey(key)
	if err != nil {
		return err
	}
	_, err = s.client.PutObject(ctx, s.bucket, name(key), body, size, "", digits, minio.PutObjectOptions{
		ContentType: "application/octet-stream", DisableContentSha256: true /* the client need not hash again */})
	return err
}

// Open implements storage.Objects.
func (s *Store) Open(ctx context.Context, key string) (io.ReadCloser, error) {
	if _, err := storage.ParseKey(key); err != nil {
		return nil, err
	}
	body, _, _, err := s.client.GetObject(ctx, s.bucket, name(key), minio.GetObjectOptions{})
	if err != nil {
		return nil, s.visible(ctx, "open object", key, err)
	}
	return storage.Checked(&answer{body, ctx, s, key}, key), nil
}

// answer is the body of an answer, whose errors get a code.
type answer struct {
	io.ReadCloser
	ctx context.Context
	s   *Store
	key string
}

func (a *answer) Read(p []byte) (int, error) {
	n, err := a.ReadCloser.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		err = a.s.visible(a.ctx, "read object", a.key, err)
	}
	return n, err
}

// Stat implements storage.Objects.
func (s *Store) Stat(ctx context.Context, key string) (int64, error) {
	if _, err := storage.ParseKey(key); err != nil {
		return 0, err
	}
	info, err := s.client.StatObject(ctx, s.bucket, name(key), minio.StatObjectOptions{})
	if err != nil {
		return 0, s.visible(ctx, "stat object", key, err)
	}
	return info.Size, nil
}

// Local implements storage.Objects with a copy in the cache.
func (s *Store) Local(ctx context.Context, key string) (string, func(), error) {
	digits, err := storage.ParseKey(key)
	if err != nil {
		return "", nil, err
	}
	return s.cache.get(ctx, digits, func(w io.Writer) error {
		r, err := s.Open(ctx, key)
		if err != nil {
			return err
		}
		defer r.Close()
		if _, err := storage.Copy(ctx, w, r); err != nil {
			return fmt.Errorf("copy object: %w", storage.DiskError(err))
		}
		return nil
	})
}

// Verify implements storage.Objects.
func (s *Store) Verify(ctx context.Context, key string) error {
	r, err := s.Open(ctx, key)
	if err != nil {
		return err
	}
	defer r.Close()
	if _, err := storage.Copy(ctx, io.Discard, r); err != nil {
		return fmt.Errorf("verify object: %w", err)
	}
	return nil
}

// Close implements storage.Objects; it empties the cache.
func (s *Store) Close() error { return os.RemoveAll(s.cache.dir) }

// name of a valid key in the bucket.
func name(key string) string {
	digits, err := storage.ParseKey(key)
	if err != nil {
		panic(err) // keys are parsed where they come in
	}
	return path.Join("sha256", digits[:2], digits)
}

// visible gives errors of the store a code and a sentence.
func (s *Store) visible(ctx context.Context, what, key string, err error) error {
	if ctx.Err() != nil {
		return fmt.Errorf("%s: %w", what, ctx.Err())
	}
	refused := minio.ToErrorResponse(err)
	switch refused.Code {
	case minio.NoSuchKey:
		return storage.NotFound(key)
	case minio.EntityTooLarge:
		return claim.WrapError(claim.ETOOLARGE, err, "Il documento è troppo grande per l'archivio.")
	case minio.NoSuchBucket:
		return claim.WrapError(claim.EUNAVAILABLE, fmt.Errorf("%s: %w", what, err), "Nell'archivio S3 manca il bucket %s.", s.bucket)
	}
	if status := refused.StatusCode; status >= 400 && status < 500 && status != http.StatusRequestTimeout && status != http.StatusTooManyRequests {
		return claim.WrapError(claim.EUNAVAILABLE, fmt.Errorf("%s: %w", what, err),
			"L'archivio S3 rifiuta l'accesso al bucket %s: controllare PRATICA_S3_ACCESS_KEY, PRATICA_S3_SECRET_KEY e PRATICA_S3_REGION.", s.bucket)
	}
	return claim.WrapError(claim.EUNAVAILABLE, fmt.Errorf("%s: %w", what, err), "L'archivio S3 non risponde: riprovare fra poco. Nulla è stato registrato.")
}
