import SQLite
import Support
import TestSupport
import Testing

struct DatabaseTests {
    private let directory: TemporaryDirectory
    private let database: Database

    init() throws {
        directory = try TemporaryDirectory()
        database = try Database(path: directory.file("test.sqlite"))
        try database.run("CREATE TABLE notes (id INTEGER PRIMARY KEY, word TEXT UNIQUE, bytes BLOB) STRICT")
    }

    private func count(_ database: Database) throws -> Int64? {
        try database.first("SELECT count(*) FROM notes") { row throws(DatabaseFault) in try row.integer(0) }
    }

    @Test func `gives back every kind of value as it was bound`() throws {
        let words = ["", "é\u{0301}", "a'b\"c", String(repeating: "x", count: 10_000)]
        for (index, word) in words.enumerated() {
            try database.run(
                "INSERT INTO notes VALUES (?, ?, ?)", [.int(index), .text(word), .blob([UInt8](word.utf8))])
        }
        let read = try database.all("SELECT word, bytes FROM notes ORDER BY id") { row throws(DatabaseFault) in
            (try row.text(0), try row.blob(1))
        }
        #expect(read.map(\.0) == words)
        #expect(read.map(\.1) == words.map { Array($0.utf8) })
    }

    @Test func `tells NULL from empty`() throws {
        try database.run("INSERT INTO notes VALUES (1, NULL, ?)", [.blob([])])
        let row = try database.first("SELECT word, bytes FROM notes") { row throws(DatabaseFault) in
            (try row.optionalText(0), try row.optionalBlob(1))
        }
        #expect(row?.0 == nil)
        #expect(row?.1 == [])
    }

    @Test func `refuses to read a column as another type`() throws {
        let fault = #expect(throws: DatabaseFault.self) {
            _ = try database.first("SELECT 'seven'") { row throws(DatabaseFault) in try row.integer(0) }
        }
        #expect(fault?.result == .mismatch)
    }

    @Test func `refuses another number of values than the statement has`() throws {
        let fault = #expect(throws: DatabaseFault.self) {
            try database.run("INSERT INTO notes VALUES (?, ?, ?)", [.null])
        }
        #expect(fault?.result == .misuse)
    }

    @Test func `undoes a transaction whose body throws`() throws {
        struct Stop: Error {}
        #expect(throws: Stop.self) {
            try database.transaction {
                try database.run("INSERT INTO notes VALUES (1, 'a', NULL)")
                throw Stop()
            }
        }
        #expect(try count(database) == 0)
        try database.transaction { try database.run("INSERT INTO notes VALUES (1, 'a', NULL)") }
        #expect(try count(database) == 1)
    }

    @Test func `keeps what was committed and nothing of what was not when its process vanishes`() throws {
        try database.run("INSERT INTO notes VALUES (1, 'kept', NULL)")
        try database.run("BEGIN IMMEDIATE")
        try database.run("INSERT INTO notes VALUES (2, 'lost', NULL)")
        // The files as a killed process leaves them: the log holds what was written, no commit record.
        let copy = try TemporaryDirectory()
        for name in ["test.sqlite", "test.sqlite-wal"] { try copy.write(name, try directory.read(name)) }
        let reopened = try Database(path: copy.file("test.sqlite"))
        #expect(try count(reopened) == 1)
        #expect(try reopened.check().isEmpty)
    }

    @Test func `runs a statement inside the rows of the same statement`() throws {
        for id in 1...3 { try database.run("INSERT INTO notes VALUES (?, NULL, NULL)", [.int(id)]) }
        var pairs = 0
        try database.forEach("SELECT id FROM notes") { _ in
            try database.forEach("SELECT id FROM notes") { _ in pairs += 1 }
        }
        #expect(pairs == 9)
    }

    @Test func `errors and values never show what was bound`() throws {
        let canary = "CANARY-1790375123456"
        try database.run("INSERT INTO notes VALUES (1, ?, NULL)", [.text(canary)])
        let duplicate = #expect(throws: DatabaseFault.self) {
            try database.run("INSERT INTO notes VALUES (2, ?, NULL)", [.text(canary)])
        }
        #expect(duplicate?.result == .unique)
        let wrongType = #expect(throws: DatabaseFault.self) {
            try database.run("INSERT INTO notes VALUES (?, NULL, NULL)", [.text(canary)])
        }
        let broken = #expect(throws: DatabaseFault.self) { try database.run("SELECT json(?)", [.text(canary)]) }
        for fault in [duplicate, wrongType, broken] {
            let fault = try #require(fault)
            var dumped = ""
            dump(fault, to: &dumped)
            #expect(!"\(fault) \(String(reflecting: fault)) \(dumped)".contains("CANARY"))
        }
        var dumped = ""
        dump([Value.text(canary), .blob(Array(canary.utf8))], to: &dumped)
        #expect(!"\(dumped) \(Value.text(canary)) \(String(reflecting: Value.text(canary)))".contains("CANARY"))
    }

    @Test func `names a file that is no database`() throws {
        let path = try directory.write("other.sqlite", String(repeating: "not a database ", count: 100))
        let fault = #expect(throws: DatabaseFault.self) { _ = try Database(path: path) }
        #expect(fault?.code == "database.corrupt")
    }

    @Test func `does not make a file that is only to be read`() throws {
        #expect(throws: DatabaseFault.self) { _ = try Database(path: directory.file("none.sqlite"), access: .read) }
        #expect(directory.allFiles().allSatisfy { !$0.contains("none.sqlite") })
    }

    @Test func `refuses every change but insertions into the tables allowed`() throws {
        try database.run("CREATE TABLE door (id INTEGER PRIMARY KEY AUTOINCREMENT, note TEXT)")
        let guarded = try Database(path: directory.file("test.sqlite"), access: .write)
        try guarded.allowInsertionsOnly(into: ["door"])
        try guarded.transaction { try guarded.run("INSERT INTO door (note) VALUES ('please')") }
        let refused = [
            "INSERT INTO notes VALUES (1, NULL, NULL)", "UPDATE door SET note = 'x'", "DELETE FROM door",
            "DROP TABLE notes",
            "ATTACH ':memory:' AS other", "CREATE TABLE more (a)",
        ]
        for sql in refused {
            let fault = #expect(throws: DatabaseFault.self) { try guarded.run(sql) }
            #expect(fault?.code == "database.access")
        }
        #expect(try count(guarded) == 0)
    }
}
