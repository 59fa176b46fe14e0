internal import SQLite
internal import Support

/// The tables, one migration a version; a migration that has been released is never edited.
///
/// Times are microseconds since 1970 (UTC), days are days since 1970, digests are 32 bytes, JSON is kept as bytes.
enum Schema {
    static var version: Int { migrations.count }

    /// Brings the file to ``version``, one transaction a step.
    static func migrate(_ database: Database, at now: Timestamp) throws {
        try database.run(
            "CREATE TABLE IF NOT EXISTS migrations (version INTEGER PRIMARY KEY, appliedAt INTEGER NOT NULL) STRICT")
        let found = try current(database)
        guard found <= version else { throw LedgerFault.schemaTooNew(found: found, known: version) }
        for next in found..<version {
            try database.transaction {
                // Another process may have been faster.
                guard try current(database) == next else { return }
                try database.runScript(migrations[next])
                try database.run("INSERT INTO migrations VALUES (?, ?)", [.int(next + 1), .int(now.microseconds)])
            }
        }
    }

    /// The version of a file that is not to be changed.
    static func require(_ database: Database) throws {
        let found = try current(database)
        guard found == version else { throw LedgerFault.schemaTooNew(found: found, known: version) }
    }

    private static func current(_ database: Database) throws -> Int {
        try database.first("SELECT ifnull(max(version), 0) FROM migrations") { row throws(DatabaseFault) in
            Int(try row.integer(0))
        } ?? 0
    }

    private static let migrations = [
        """
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
            tableName TEXT,
            tableVersion INTEGER,
            finishedAt INTEGER,
            archivedAt INTEGER,
            closedAt INTEGER
        ) STRICT;
        CREATE INDEX dropsByDigest ON drops (sha256, convention);
        CREATE INDEX dropsByAccount ON drops (account, sequence);
        CREATE INDEX dropsByArrival ON drops (arrivedAt);
        CREATE INDEX dropsUnfinished ON drops (sequence) WHERE state IN ('received', 'processing');
        CREATE INDEX dropsUnclosed ON drops (sequence) WHERE closedAt IS NULL;

        CREATE TABLE events (
            sequence INTEGER PRIMARY KEY AUTOINCREMENT,
            dropSequence INTEGER NOT NULL REFERENCES drops (sequence),
            at INTEGER NOT NULL,
            fromState TEXT,
            toState TEXT NOT NULL,
            note TEXT
        ) STRICT;
        CREATE INDEX eventsByDrop ON events (dropSequence, sequence);

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
        CREATE UNIQUE INDEX oneArrival ON receipts (dropSequence) WHERE kind = 'arrival';
        CREATE UNIQUE INDEX oneOutcome ON receipts (dropSequence) WHERE kind = 'outcome';
        CREATE INDEX receiptsByDrop ON receipts (dropSequence);
        CREATE INDEX receiptsUndelivered ON receipts (createdAt) WHERE deliveredAt IS NULL;

        CREATE TABLE scopes (
            id INTEGER PRIMARY KEY,
            domain TEXT NOT NULL,
            epoch INTEGER NOT NULL,
            base TEXT,
            purpose TEXT
        ) STRICT;
        CREATE UNIQUE INDEX oneScope ON scopes (domain, epoch, ifnull(base, ''), ifnull(purpose, ''));
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
        CREATE INDEX matrixByPerson ON matrix (pseudonym, scope);
        CREATE TABLE matrixVersion (one INTEGER PRIMARY KEY CHECK (one = 1), version INTEGER NOT NULL) STRICT;
        INSERT INTO matrixVersion VALUES (1, 0);

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
        CREATE UNIQUE INDEX onePending ON requests (dropSequence) WHERE settledAt IS NULL;
        """,
        """
        ALTER TABLE drops ADD COLUMN isRunning INTEGER NOT NULL DEFAULT 0 CHECK (isRunning IN (0, 1));
        ALTER TABLE drops ADD COLUMN crashes INTEGER NOT NULL DEFAULT 0;
        """,
        """
        ALTER TABLE drops ADD COLUMN tables TEXT NOT NULL DEFAULT '';
        UPDATE drops SET tables = tableName || ifnull('@' || tableVersion, '') WHERE tableName IS NOT NULL;
        ALTER TABLE drops DROP COLUMN tableName;
        ALTER TABLE drops DROP COLUMN tableVersion;
        """,
        """
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
        """,
        """
        ALTER TABLE drops ADD COLUMN signer TEXT;
        ALTER TABLE drops ADD COLUMN keepsOriginal INTEGER NOT NULL DEFAULT 1 CHECK (keepsOriginal IN (0, 1));
        UPDATE drops SET keepsOriginal = 0 WHERE archivedAt IS NULL AND state IN ('rejected', 'duplicate', 'discarded');
        """,
        // A table's checks cannot be changed in place: receipts get a new table, with the kind `notice`.
        """
        CREATE TABLE newReceipts (
            account TEXT NOT NULL,
            number INTEGER NOT NULL CHECK (number >= 1),
            dropSequence INTEGER NOT NULL REFERENCES drops (sequence),
            kind TEXT NOT NULL CHECK (kind IN ('arrival', 'notice', 'quarantine', 'outcome')),
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
        INSERT INTO newReceipts (account, number, dropSequence, kind, createdAt, previous, sha256, json, signature, text,
            report, deliveredAt, acknowledgedAt)
            SELECT account, number, dropSequence, kind, createdAt, previous, sha256, json, signature, text,
            report, deliveredAt, acknowledgedAt FROM receipts;
        DROP TABLE receipts;
        ALTER TABLE newReceipts RENAME TO receipts;
        CREATE UNIQUE INDEX oneArrival ON receipts (dropSequence) WHERE kind = 'arrival';
        CREATE UNIQUE INDEX oneOutcome ON receipts (dropSequence) WHERE kind = 'outcome';
        CREATE INDEX receiptsByDrop ON receipts (dropSequence);
        CREATE INDEX receiptsUndelivered ON receipts (createdAt) WHERE deliveredAt IS NULL;

        ALTER TABLE drops ADD COLUMN delivery INTEGER REFERENCES drops (sequence);
        ALTER TABLE drops ADD COLUMN waitsSince INTEGER;
        CREATE TABLE deliveries (
            manifest INTEGER PRIMARY KEY REFERENCES drops (sequence),
            period TEXT NOT NULL,
            content BLOB NOT NULL CHECK (length(content) = 32),
            deadline INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX deliveriesByContent ON deliveries (content);
        CREATE TABLE deliveryFiles (
            manifest INTEGER NOT NULL REFERENCES deliveries (manifest),
            position INTEGER NOT NULL,
            name TEXT NOT NULL,
            tableName TEXT NOT NULL,
            dropSequence INTEGER REFERENCES drops (sequence),
            PRIMARY KEY (manifest, position)
        ) STRICT;
        """,
    ]
}
