-- A ledger of version 5, with one drop that has ended and one that waits.
CREATE TABLE drops (
            sequence INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE,
            account TEXT NOT NULL,
            convention TEXT NOT NULL,
            conventionVersion INTEGER NOT NULL,
            channel TEXT NOT NULL CHECK (channel IN ('data', 'oppositions')),
            name TEXT NOT NULL,
            size INTEGER NOT NULL,
            sha256 BLOB NOT NULL CHECK (length(sha256) = 32),
            arrivedAt INTEGER NOT NULL,
            client TEXT,
            state TEXT NOT NULL CHECK (state IN ('received', 'processing', 'ingested', 'partial', 'rejected',
                'quarantined', 'duplicate', 'discarded')),
            attempts INTEGER NOT NULL DEFAULT 0,
            released INTEGER NOT NULL DEFAULT 0 CHECK (released IN (0, 1)),
            prepared BLOB,
            counts BLOB,
            codes TEXT NOT NULL DEFAULT '',
            finishedAt INTEGER,
            archivedAt INTEGER,
            closedAt INTEGER
        , isRunning INTEGER NOT NULL DEFAULT 0 CHECK (isRunning IN (0, 1)), crashes INTEGER NOT NULL DEFAULT 0, tables TEXT NOT NULL DEFAULT '', signer TEXT, keepsOriginal INTEGER NOT NULL DEFAULT 1 CHECK (keepsOriginal IN (0, 1))) STRICT;
INSERT INTO "drops" VALUES(1,'a','lab','sidep',1,'data','a.csv.age',1000,X'CA978112CA1BBDCAFAC231B39A23DC4DA786EFF8147C4E72B9807785AFEE48BB',1790000000000000,'OpenSSH_9.2','partial',1,0,NULL,X'7B2272656164223A337D','table.row',1790000060000000,1790000060000000,1790000060000000,0,0,'t@7 u',NULL,1);
INSERT INTO "drops" VALUES(2,'b','lab','sidep',1,'data','b.csv.age',1000,X'3E23E8160039594A33894F6564E1B1348BBD7A0088D42C4ACB73EEAED59C009D',1790000000000000,NULL,'received',0,0,NULL,NULL,'',NULL,NULL,NULL,0,0,'',NULL,1);
CREATE TABLE events (
            sequence INTEGER PRIMARY KEY AUTOINCREMENT,
            dropSequence INTEGER NOT NULL REFERENCES drops (sequence),
            at INTEGER NOT NULL,
            fromState TEXT,
            toState TEXT NOT NULL,
            note TEXT
        ) STRICT;
INSERT INTO "events" VALUES(1,1,1790000000000000,NULL,'received',NULL);
INSERT INTO "events" VALUES(2,1,1790000000000000,'received','processing',NULL);
INSERT INTO "events" VALUES(3,1,1790000060000000,'processing','partial',NULL);
INSERT INTO "events" VALUES(4,2,1790000000000000,NULL,'received',NULL);
CREATE TABLE matrix (
            id INTEGER PRIMARY KEY,
            scope INTEGER NOT NULL REFERENCES scopes (id),
            pseudonym BLOB NOT NULL CHECK (length(pseudonym) = 16),
            since INTEGER NOT NULL,
            until INTEGER CHECK (until >= since),
            source INTEGER NOT NULL REFERENCES drops (sequence),
            closing INTEGER REFERENCES drops (sequence),
            CHECK ((until IS NULL) = (closing IS NULL))
        ) STRICT;
CREATE TABLE matrixVersion (one INTEGER PRIMARY KEY CHECK (one = 1), version INTEGER NOT NULL) STRICT;
INSERT INTO "matrixVersion" VALUES(1,0);
CREATE TABLE migrations (version INTEGER PRIMARY KEY, appliedAt INTEGER NOT NULL) STRICT;
INSERT INTO "migrations" VALUES(1,1790000000000000);
INSERT INTO "migrations" VALUES(2,1790000000000000);
INSERT INTO "migrations" VALUES(3,1790000000000000);
INSERT INTO "migrations" VALUES(4,1790000000000000);
INSERT INTO "migrations" VALUES(5,1790000000000000);
CREATE TABLE receipts (
            account TEXT NOT NULL,
            number INTEGER NOT NULL CHECK (number >= 1),
            dropSequence INTEGER NOT NULL REFERENCES drops (sequence),
            kind TEXT NOT NULL CHECK (kind IN ('arrival', 'quarantine', 'outcome')),
            createdAt INTEGER NOT NULL,
            previous BLOB NOT NULL CHECK (length(previous) = 32),
            sha256 BLOB NOT NULL CHECK (length(sha256) = 32),
            json BLOB NOT NULL,
            signature BLOB NOT NULL,
            text BLOB NOT NULL,
            report BLOB,
            deliveredAt INTEGER,
            acknowledgedAt INTEGER,
            PRIMARY KEY (account, number),
            UNIQUE (account, previous)
        ) STRICT;
INSERT INTO "receipts" VALUES('lab',1,1,'arrival',1790000000000000,X'0000000000000000000000000000000000000000000000000000000000000000',X'2BFD14F43D17FC7CEA24E0917A8879B4B2F880B8BAEEC1B9D90FBAAD655E71BD',X'7B226E223A317D',X'01',X'02',NULL,1790000000000000,NULL);
INSERT INTO "receipts" VALUES('lab',2,1,'outcome',1790000060000000,X'2BFD14F43D17FC7CEA24E0917A8879B4B2F880B8BAEEC1B9D90FBAAD655E71BD',X'363379742F80B51BDB9206579AF7754911543079B9399CB3FC315FB199F476E8',X'7B226E223A327D',X'01',X'02',X'03',1790000060000000,1790000070000000);
CREATE TABLE requests (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            dropSequence INTEGER NOT NULL REFERENCES drops (sequence),
            action TEXT NOT NULL CHECK (action IN ('retry', 'release', 'discard')),
            operator TEXT NOT NULL,
            note TEXT NOT NULL,
            at INTEGER NOT NULL,
            settledAt INTEGER,
            result TEXT
        ) STRICT;
INSERT INTO "requests" VALUES(1,1,'retry','ana','',1790000050000000,1790000051000000,'done');
CREATE TABLE scopes (
            id INTEGER PRIMARY KEY,
            domain TEXT NOT NULL,
            epoch INTEGER NOT NULL,
            base TEXT,
            purpose TEXT
        ) STRICT;
CREATE TABLE signatures (
            id TEXT PRIMARY KEY,
            dropSequence INTEGER NOT NULL UNIQUE REFERENCES drops (sequence),
            name TEXT NOT NULL,
            size INTEGER NOT NULL,
            sha256 BLOB NOT NULL CHECK (length(sha256) = 32),
            arrivedAt INTEGER NOT NULL,
            bytes BLOB NOT NULL,
            attachedAt INTEGER NOT NULL
        ) STRICT;
CREATE INDEX dropsByDigest ON drops (sha256, convention);
CREATE INDEX dropsByAccount ON drops (account, sequence);
CREATE INDEX dropsByArrival ON drops (arrivedAt);
CREATE INDEX dropsUnfinished ON drops (sequence) WHERE state IN ('received', 'processing');
CREATE INDEX dropsUnclosed ON drops (sequence) WHERE closedAt IS NULL;
CREATE INDEX eventsByDrop ON events (dropSequence, sequence);
CREATE UNIQUE INDEX oneArrival ON receipts (dropSequence) WHERE kind = 'arrival';
CREATE UNIQUE INDEX oneOutcome ON receipts (dropSequence) WHERE kind = 'outcome';
CREATE INDEX receiptsByDrop ON receipts (dropSequence);
CREATE INDEX receiptsUndelivered ON receipts (createdAt) WHERE deliveredAt IS NULL;
CREATE UNIQUE INDEX oneScope ON scopes (domain, epoch, ifnull(base, ''), ifnull(purpose, ''));
CREATE INDEX matrixByPerson ON matrix (pseudonym, scope);
CREATE UNIQUE INDEX onePending ON requests (dropSequence) WHERE settledAt IS NULL;
