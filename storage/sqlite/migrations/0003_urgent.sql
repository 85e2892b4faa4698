-- Steps of what members and providers send go before those of batches.

-- +goose Up

ALTER TABLE steps ADD COLUMN urgent INTEGER NOT NULL DEFAULT 0 CHECK (urgent IN (0, 1));

UPDATE steps SET urgent = 1 WHERE state = 'pending' AND (
  kind = 'arrival:split' AND subject IN (SELECT id FROM arrivals WHERE channel IN ('online', 'provider')) OR
  kind = 'submission:assemble' AND subject IN (SELECT id FROM submissions WHERE channel IN ('online', 'provider')) OR
  kind = 'page:read' AND subject IN
    (SELECT p.id FROM pages p JOIN submissions s ON s.id = p.submission WHERE s.channel IN ('online', 'provider')) OR
  kind = 'claim:deliver' AND subject IN
    (SELECT d.subject FROM deliveries d JOIN claims c ON c.id = d.claim JOIN submissions s ON s.id = c.submission
     WHERE s.channel IN ('online', 'provider')));

DROP INDEX steps_pending;
CREATE INDEX steps_pending ON steps (urgent DESC, due_at) WHERE state = 'pending';
