import Convention
import Crypto
import Foundation
import Support
import TestSupport
import Testing

/// Every base, the whole way with the product's own tools: made up, checked, sealed, pushed, ingested, read back by another program.
///
/// That is what shows that a convention alone is enough.
@Suite(.serialized, .enabled(if: PythonReaders.areInstalled, Comment(rawValue: PythonReaders.absence)))
struct EveryBaseTests {
    private static let rows = 120
    private static let day = "2026-03-14"

    /// A drop that was made up, and what the gateway must find in it.
    private struct Drop {
        let name: String
        /// Counts by table, as receipts name them.
        let counts: [String: [String: Int]]

        init(_ json: JSONValue) {
            name = json["name"]?.string ?? ""
            var counts: [String: [String: Int]] = [:]
            for table in json["tables"]?.array ?? [] {
                counts[table["name"]?.string ?? ""] = Dictionary(
                    uniqueKeysWithValues: ["read", "kept", "rejected", "duplicate"].map {
                        ($0, Int(table[$0]?.integer ?? -1))
                    })
            }
            self.counts = counts
        }

        /// Sums over all tables.
        func sum(_ name: String) -> Int { counts.values.reduce(0) { $0 + ($1[name] ?? 0) } }
    }

    private let place: TemporaryDirectory

    init() throws { place = try TemporaryDirectory() }

    /// Identifiers of the conventions, sorted.
    private func bases() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: Checkout.root + "/Conventions")
            .filter { FileManager.default.fileExists(atPath: Checkout.root + "/Conventions/\($0)/convention.json") }
            .sorted()
    }

    /// A copy of the convention that lets faulty records pass, whatever the holder tolerates.
    private func tolerant(_ base: String) throws -> String {
        let target = place.file("conventions/" + base)
        try FileManager.default.createDirectory(
            atPath: place.file("conventions"), withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: Checkout.root + "/Conventions/" + base, toPath: target)
        try ChangedConvention.edit(target + "/convention.json") { $0["tolerance"] = 1 }
        return target
    }

    private func convention(_ folder: String) throws -> Convention {
        var files: [String: [UInt8]] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
            files[name] = Array(try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name)))
        }
        return try #require(ConventionLoader.load(files).convention, "\(folder)")
    }

    /// Makes up the drops of a base in a folder of the desk.
    private func synthesise(_ gateway: Gateway, _ folder: String, _ base: String, faults: Double) throws -> [Drop] {
        let made = try gateway.ecluse(
            [
                "synth", "--convention", folder, "--rows", String(Self.rows), "--day", Self.day, "--faults",
                String(faults), "--output", gateway.desk.file(base), "--json",
            ], atHome: false)
        try #require(made.status == 0, "\(base): \(made.errors)")
        return try (JSONParser.parse(made.stdout).array ?? []).map(Drop.init)
    }

    /// The manifest of the drops, beside them, where the convention ties them to a delivery.
    private func manifest(_ convention: Convention, _ drops: [Drop], _ folder: String) throws -> String? {
        guard let rules = convention.delivery else { return nil }
        var files: [DeliveryManifest.File] = []
        for drop in drops {
            guard let (table, counts) = drop.counts.first else { continue }
            let path = folder + "/" + drop.name
            let plain = drop.name.hasSuffix(".gz") ? "gzip -dc" : drop.name.hasSuffix(".zst") ? "zstd -dcq" : "cat"
            let content = try Tool.run("sh", ["-c", "\(plain) < \"$0\"", path]).stdout
            files.append(
                DeliveryManifest.File(
                    name: drop.name + ".age", table: table, rows: Int64(counts["read"] ?? 0),
                    bytes: Int64(content.count), sha256: try SHA256.hash(content).description))
        }
        let period = Self.day.filter { $0 != "-" }
        let manifest = DeliveryManifest(of: convention, period: period, sender: "Test", files: files)
        // Of the day that the files' names speak of.
        let name = rules.manifestExample.replacingOccurrences(of: ".age", with: "")
            .replacing(/\d{8}/, with: period)
        try Data(manifest.json).write(to: URL(fileURLWithPath: folder + "/" + name))
        return name
    }

    /// The outcome of each drop, by its name: pushed one by one, or put together where a manifest ties them.
    private func send(
        _ gateway: Gateway, _ convention: Convention, _ base: String, _ drops: [Drop], manifest: String?
    ) throws -> [String: Receipt] {
        let account = convention.accounts[0].name, folder = gateway.desk.file(base)
        if let manifest {
            for name in drops.map(\.name) + [manifest] {
                let plain = try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name))
                try gateway.put(try gateway.seal(Array(plain), name + ".age"), account: account)
            }
        } else {
            let binary = try #require(EcluseBinary.path, "the program is not built")
            let pushed = try Tool.run(
                binary,
                ["push"] + drops.map { folder + "/" + $0.name } + [
                    "--convention", gateway.home + "/spool/\(account)/convention", "--host",
                    "127.0.0.1:\(gateway.port)",
                    "--account", account, "--identity", gateway.desk.file("producer_key"), "--wait", "2",
                ],
                environment: ["SWIFT_BACKTRACE": "enable=no"], directory: gateway.desk.path, timeout: 120)
            let isClean = drops.allSatisfy { $0.sum("read") == $0.sum("kept") }
            #expect(pushed.status == (isClean ? 0 : 1), "\(base): \(pushed.output) \(pushed.errors)")
        }
        return try Dictionary(
            uniqueKeysWithValues: drops.map { ($0.name, try gateway.outcome(of: $0.name + ".age", account: account)) })
    }

    /// Rows of tables as polars counts them; -1 where a table cannot be read.
    private func read(_ paths: [String]) throws -> [Int] {
        let program = """
            import polars, sys
            for path in sys.argv[1:]:
                print(polars.scan_delta(path).select(polars.len()).collect().item())
            """
        return try PythonReaders.output(program, paths).split(separator: "\n").map { Int($0) ?? -1 }
    }

    @Test(arguments: [0, 0.03])
    func `what synth makes of a convention comes out of the catalogue, and receipts count it exactly`(faults: Double)
        throws
    {
        let bases = try bases()
        try #require(bases.count >= 18)
        let folders = try faults > 0 ? bases.map(tolerant) : bases.map { Checkout.root + "/Conventions/" + $0 }
        let gateway = try Gateway(conventions: folders)
        try gateway.start()
        var faulty = 0
        for (base, folder) in zip(bases, folders) {
            let convention = try convention(folder)
            let drops = try synthesise(gateway, folder, base, faults: faults)
            let manifest = try manifest(convention, drops, gateway.desk.file(base))
            let receipts = try send(gateway, convention, base, drops, manifest: manifest)
            var kept: [(path: String, rows: Int)] = []
            for drop in drops {
                let receipt = try #require(receipts[drop.name])
                let isClean = drop.sum("read") == drop.sum("kept")
                #expect(receipt.state == (isClean ? "ingested" : "partial"), "\(drop.name): \(receipt.text)")
                for (table, counts) in drop.counts {
                    var found = receipt.counts(table)
                    // Nobody has opposed.
                    #expect(found.removeValue(forKey: "excluded") == 0, "\(base)/\(table)")
                    #expect(found == counts, "\(base)/\(table): \(receipt.text)")
                    let path = "\(gateway.home)/catalogue/\(convention.card.base)/\(table)"
                    kept.append((path, counts["kept"] ?? 0))
                }
                faulty += drop.sum("rejected") + drop.sum("duplicate")
            }
            #expect(try read(kept.map(\.path)) == kept.map(\.rows), "\(base)")
        }
        #expect((faulty > 0) == (faults > 0))
    }
}
