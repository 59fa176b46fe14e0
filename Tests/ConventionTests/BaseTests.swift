import Convention
import Foundation
import Records
import Support
import TestSupport
import Testing
import Treatment

/// The folders of `Conventions`, each beside what is known of its base.
@Suite struct BaseTests {
    static let folders = Checkout.files(below: "Conventions", suffix: "/convention.json").map {
        String($0.split(separator: "/")[1])
    }

    static func load(_ folder: String) throws -> ConventionReport {
        ConventionLoader.load(
            try LintVector.files(URL(filePath: Checkout.root + "/Conventions/" + folder)))
    }

    @Test(arguments: folders) func `every convention loads without an error or an avoidable warning`(_ folder: String)
        throws
    {
        let report = try Self.load(folder)
        // Not every death is matched with a person: the base's README says so.
        let known: Set<FaultCode> = folder == "cepidc" ? ["convention.person-optional"] : []
        #expect(report.problems.filter { !known.contains($0.code) }.map { $0.line(.english) } == [])
        let convention = try #require(report.convention)
        #expect(convention.id == folder)
        #expect(convention.accounts.map(\.name) == [folder + "-test"])
        for table in convention.tables {
            #expect(table.descriptions.allSatisfy { !$0.isEmpty }, "\(table.name): a field without description")
        }
    }

    @Test(arguments: folders) func `a base with persons takes their oppositions`(_ folder: String) throws {
        let convention = try #require(try Self.load(folder).convention)
        #expect((convention.person == nil) == (convention.oppositions == nil))
    }

    @Test(arguments: folders) func `every convention says where its facts come from`(_ folder: String) throws {
        let readme = try Checkout.text("Conventions/\(folder)/README.md")
        #expect(readme.contains("| fact | where it comes from |"))
        #expect(readme.contains("official") && readme.contains("proposal"))
    }

    // MARK: the facts

    /// Where a fact has another name than the columns that hold it: base, name in the facts, columns.
    private static func renamed() throws -> [String: [String]] {
        let text = try String(
            contentsOf: LintVector.folder.appending(path: "bases/renamed.txt"), encoding: .utf8)
        var columns: [String: [String]] = [:]
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            let parts = line.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
            columns[parts[0] + "|" + parts[1]] = parts[2].split(separator: " ").map(String.init)
        }
        return columns
    }

    /// Bases whose facts these folders hold.
    private static let factual: [(base: String, folders: [String])] = [
        ("sivic", ["sivic"]), ("mdph", ["mdph"]), ("amc", ["amc"]), ("francepci", ["francepci"]),
        ("rfgm", ["rfgm", "rfgm-donneurs"]), ("ishare", ["ishare"]), ("unibase", ["unibase"]), ("hydro", ["hydro"]),
        ("omop", ["omop"]), ("sfp", ["sfp"]),
    ]

    @Test(
        .enabled(if: Checkout.shared != nil, "no ../shared beside the checkout"), arguments: factual.map(\.base))
    func `every field that is known of a base has its column`(_ base: String) throws {
        let folders = try #require(Self.factual.first { $0.base == base }).folders
        var columns: Set<String> = []
        for folder in folders {
            let convention = try #require(try Self.load(folder).convention)
            columns.formUnion(convention.tables.flatMap { $0.schema.fields.map(\.name) })
        }
        let renamed = try Self.renamed()
        let path = try #require(Checkout.shared) + "/domain/conventions/\(base).json"
        let facts = try JSONParser.parse(Array(try Data(contentsOf: URL(filePath: path))))
        let fields = (facts["tables"]?.array ?? []).flatMap { $0["fields"]?.array ?? [] }
        #expect(!fields.isEmpty)
        for name in fields.compactMap({ $0["name"]?.string }) {
            for part in name.split(whereSeparator: { $0 == "," || $0 == "/" }) {
                let part = part.trimmingCharacters(in: .whitespaces)
                let held = renamed["\(base)|\(part)"] ?? [part]
                #expect(!held.isEmpty && columns.isSuperset(of: held), "\(base): \(part) has no column")
            }
        }
    }

    @Test func `what is renamed names columns that are there`() throws {
        for (name, held) in try Self.renamed() {
            let base = name.split(separator: "|")[0]
            let folders = try #require(Self.factual.first { $0.base == base }).folders
            let columns = try folders.flatMap { try #require(try Self.load($0).convention).tables }.flatMap {
                $0.schema.fields.map(\.name)
            }
            #expect(Set(columns).isSuperset(of: held), "\(name)")
        }
    }
}
