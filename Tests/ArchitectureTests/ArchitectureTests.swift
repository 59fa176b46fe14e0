import TestSupport
import Testing

@Suite struct ArchitectureTests {
    private let table: ModuleTable
    private let sources: [(path: String, module: String, text: String)]

    init() throws {
        table = ModuleTable(manifest: try Checkout.text("Package.swift"))
        sources = try Checkout.files(below: "Sources", suffix: ".swift").map { path in
            (path, String(path.split(separator: "/")[1]), try Checkout.text(path))
        }
    }

    @Test func `finds the modules, their levels and the libraries`() throws {
        #expect(table.rows.count > 20)
        #expect(table.levels["Support"] == 0)
        #expect(table.imports(of: "Crypto") == ["Support", "COpenSSL"])
        #expect(table.libraries.contains("CLibSSH"))
        #expect((table.levels["Ingestion"] ?? 0) > (table.levels["Records"] ?? .max))
        #expect(sources.count > 30)
    }

    @Test func `points every arrow downwards and wraps each library once`() { #expect(table.problems == []) }

    @Test func `imports nothing that the row does not name`() {
        for (path, module, text) in sources {
            #expect(ImportRules.forbidden(in: text, of: module, table) == [], "\(path)")
        }
    }

    @Test func `has a row for every folder of sources and sources for every row`() {
        let folders = Set(sources.map(\.module)).subtracting(["ecluse"])
        #expect(folders == Set(table.rows.map(\.name)))
    }

    @Test(arguments: SourceRule.all)
    func `keeps the rule`(_ rule: SourceRule) {
        for (path, _, text) in sources { #expect(rule.lines(in: text) == [], "\(path): \(rule.name)") }
    }

    @Test func `keeps files to one idea`() {
        let longest = 400
        for (path, _, text) in sources {
            #expect(text.split(separator: "\n", omittingEmptySubsequences: false).count <= longest + 1, "\(path)")
        }
    }

    @Test func `declares no package dependency`() throws {
        #expect(!SourceText.code(of: try Checkout.text("Package.swift")).contains { $0.contains(".package(") })
        #expect(!(try Checkout.text("Package.swift")).contains("-Ounchecked"))
    }

    @Test func `keeps placeholders and sleeps out of the code`() throws {
        let tests = try Checkout.files(below: "Tests", suffix: ".swift").map { ($0, try Checkout.text($0)) }
        for (path, text) in tests {
            let code = SourceText.code(of: text)
            #expect(!code.contains { $0.contains(/\b(usleep|nanosleep|Thread\.sleep|Task\.sleep|sleep)\(/) }, "\(path)")
            #expect(!code.contains { $0.contains("@testable") }, "\(path)")
        }
    }
}

@Suite struct ArchitectureRulesCanFail {
    private let table = ModuleTable(
        manifest: """
            let modules: [(name: String, imports: [String])] = [
                // 0: bytes
                ("Support", []),
                // 1: wrappers
                ("Crypto", ["Support", "COpenSSL"]),
                (
                    "Other",
                    ["Support", "COpenSSL"]
                ),
                ("Low", ["Support", "High", "Nothing"]),
                // 2: roles
                ("High", ["Crypto"]),
            ]
            let libraries: [(name: String, pkgConfig: String?, package: String)] = [
                ("COpenSSL", "libcrypto", "libssl-dev"),
            ]
            """)

    @Test func `an upward arrow, an unknown module and a second wrapper are found`() {
        #expect(
            table.problems == [
                "COpenSSL has two wrappers: Crypto and Other", "Low imports High, which is not below it",
                "Low imports Nothing, which is no module",
            ])
    }

    @Test(arguments: [
        ("Support", "import Crypto"), ("Crypto", "package import High"), ("High", "internal import COpenSSL"),
        ("Support", "  @preconcurrency public import struct Crypto.Key"), ("ecluse", "import COpenSSL"),
        ("Support", "import Foundation"),
    ])
    func `a forbidden import is found`(module: String, line: String) {
        #expect(ImportRules.forbidden(in: "// header\n\(line)\nlet x = 1\n", of: module, table).count == 1)
    }

    @Test func `an allowed import, a comment and a literal are not found`() {
        let text = "import Support\ninternal import Glibc\n// import High\nlet x = \"import High\"\n"
        #expect(ImportRules.forbidden(in: text, of: "Crypto", table) == [])
        #expect(ImportRules.forbidden(in: "import High\nimport Crypto", of: "ecluse", table) == [])
    }

    @Test(arguments: SourceRule.all)
    func `a line that breaks the rule is found`(_ rule: SourceRule) {
        #expect(rule.lines(in: "let a = 1\n\(rule.offence)\n") != [])
        #expect(rule.lines(in: "// \(rule.offence.replacing("\n", with: " "))\nlet ok = a != b && !c\n") == [])
    }
}
