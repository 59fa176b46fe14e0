import Foundation
import Support
import TestSupport
import Testing

/// What must hold of a home at rest, whatever happened to it before (design §11).
extension Gateway {
    /// A drop as `ecluse drops list --json` shows it.
    struct KnownDrop {
        let id: String
        let name: String
        let state: String
    }

    /// Every drop that the ledger knows.
    func knownDrops(_ account: String = Gateway.sidep) throws -> [KnownDrop] {
        let answer = try ecluse(["drops", "list", "--account", account, "--limit", "500", "--json"])
        try #require(answer.status == 0, "\(answer.errors)")
        return try JSONParser.parse(answer.stdout)["drops"]?.array?.map {
            KnownDrop(id: $0["drop"]?.string ?? "", name: $0["name"]?.string ?? "", state: $0["state"]?.string ?? "")
        } ?? []
    }

    /// Takes what waits, as an ingester that starts again does.
    func ingestOnce() throws {
        let result = try ecluse(["ingest", "--once"])
        try #require(result.status == 0, "\(result.output) \(result.errors)")
    }

    /// Expects that each drop of `states` (name: state) is there once, and that nothing is lost, repeated or left over.
    func expectSound(_ states: [String: String], rows: Int, _ comment: String) throws {
        let drops = try knownDrops()
        #expect(drops.map(\.name).sorted() == states.keys.sorted(), "\(comment)")
        for drop in drops { #expect(drop.state == states[drop.name], "\(comment): \(drop.name)") }
        try expectReceipts(drops, comment)
        #expect(try ecluse(["receipts", "verify"]).status == 0, "\(comment)")
        let journal = try ecluse(["journal", "verify"])
        #expect(journal.status == 0, "\(comment): \(journal.output)")
        try expectJournal(drops, comment)
        #expect(try self.rows("sidep", "test") == rows, "\(comment)")
        try expectTidy(drops, comment)
    }

    /// One arrival and one end (or notice of quarantine) for each drop; numbers and hashes without a gap.
    private func expectReceipts(_ drops: [KnownDrop], _ comment: String) throws {
        let receipts = try receipts(Gateway.sidep)
        for drop in drops {
            // Files and manifests of deliveries may also have been told that they wait.
            let kinds = receipts.filter { $0.json["drop"]?["id"]?.string == drop.id && $0.kind != "notice" }.map(\.kind)
            let end = drop.state == "quarantined" ? "quarantine" : "outcome"
            #expect(kinds == ["arrival", end], "\(comment): \(drop.name)")
        }
        #expect(receipts.count { $0.kind != "notice" } == drops.count * 2, "\(comment)")
        let numbers = receipts.compactMap { $0.json["number"]?.integer }
        #expect(numbers == numbers.indices.map { Int64($0) + 1 }, "\(comment)")
        for receipt in receipts {
            let base = String(receipt.path.dropLast(5))
            for suffix in [".txt", ".json.sig"] {
                #expect(FileManager.default.fileExists(atPath: base + suffix), "\(comment): \(suffix)")
            }
            guard let tables = receipt.json["tables"]?.array else { continue }
            for table in tables {
                let counts = ["kept", "rejected", "excluded", "duplicate"].compactMap { table[$0]?.integer }
                // Counts below the floor are not told, nor those that would give them away.
                guard counts.count == 4 else { continue }
                #expect(table["read"]?.integer == counts.reduce(0, +), "\(comment): counts balance")
            }
        }
    }

    /// The journal tells of each arrival and each end.
    ///
    /// A crash may make it say so twice, never not at all.
    private func expectJournal(_ drops: [KnownDrop], _ comment: String) throws {
        let lines = folder.allFiles().filter { $0.hasPrefix("home/journal/ingester/") && $0.hasSuffix(".jsonl") }
            .flatMap {
                (try? folder.read($0)).map { String(decoding: $0, as: UTF8.self) }?.split(separator: "\n") ?? []
            }
        for drop in drops {
            let own = lines.filter { $0.contains("\"\(drop.id)\"") }
            #expect(own.contains { $0.contains("\"drop.received\"") }, "\(comment): \(drop.name)")
            #expect(
                own.contains { $0.contains("\"drop.ended\"") } == (drop.state != "quarantined"),
                "\(comment): \(drop.name)")
        }
    }

    /// No temporary file, no data file that no commit names, inbox and uploads empty, each original in the archive.
    private func expectTidy(_ drops: [KnownDrop], _ comment: String) throws {
        let files = folder.allFiles().filter { $0.hasPrefix("home/") }
        let temporary = files.filter { path in
            let name = path.split(separator: "/").last.map(String.init) ?? ""
            return name.hasPrefix(".") && name != ".wake" || [".tmp", ".new", ".part"].contains { name.hasSuffix($0) }
        }
        #expect(temporary.isEmpty, "\(comment)")
        let spool = "home/spool/\(Gateway.sidep)/"
        let waiting = files.filter { $0.hasPrefix(spool + "inbox/") || $0.hasPrefix(spool + "upload/") }
            .filter { !$0.hasPrefix(spool + "upload/sessions/") }
        #expect(waiting.isEmpty, "\(comment)")
        for folder in ["inbox", "upload/handover"] {
            let left = try FileManager.default.contentsOfDirectory(atPath: home + "/spool/\(Gateway.sidep)/" + folder)
            #expect(left.isEmpty, "\(comment): \(folder)")
        }
        // Signatures that came beside drops are there too.
        let originals = files.filter { $0.hasPrefix("home/archive/") && !$0.hasSuffix(".sealed.sig") }
        let archived = originals.map { $0.split(separator: "/").last ?? "" }
        #expect(archived.sorted() == drops.map { "\($0.id).sealed" }.sorted().map { $0[...] }, "\(comment)")
        let data = files.filter { $0.hasPrefix("home/catalogue/") && $0.hasSuffix(".parquet") }
        var committed: [String] = []
        for path in files where path.contains("/_delta_log/") && path.hasSuffix(".json") {
            for line in try folder.read(path).split(separator: UInt8(ascii: "\n")) {
                guard let added = try JSONParser.parse(Array(line))["add"]?["path"]?.string else { continue }
                committed.append((path.components(separatedBy: "/_delta_log/").first ?? "") + "/" + added)
            }
        }
        #expect(data.sorted() == committed.sorted(), "\(comment)")
    }
}
