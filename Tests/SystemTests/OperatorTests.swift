import Foundation
import Support
import TestSupport
import Testing

/// What operators type, and what scripts get.
@Suite(.serialized) struct OperatorTests {
    /// Every command that does something or groups others.
    static let commands: [[String]] = [
        ["init"], ["convention"], ["convention", "check"], ["convention", "add"], ["convention", "list"],
        ["convention", "diff"],
        ["nomenclature"], ["nomenclature", "import"], ["nomenclature", "list"], ["run"],
        ["envelope"], ["envelope", "inspect"], ["envelope", "check"], ["receive"], ["ingest"], ["sftp-session"],
        ["drops"], ["drops", "list"], ["drops", "show"],
        ["drops", "figures"], ["drops", "retry"],
        ["drops", "discard"], ["receipts"], ["receipts", "list"], ["receipts", "show"], ["receipts", "verify"],
        ["journal"], ["journal", "tail"], ["journal", "verify"], ["catalogue"], ["catalogue", "list"],
        ["catalogue", "show"], ["catalogue", "publish"], ["doctor"], [],
    ]

    private func ecluse(_ arguments: [String]) throws -> ToolResult {
        try Tool.run(try #require(EcluseBinary.path, "the program is not built"), arguments)
    }

    @Test(arguments: commands) func `help of every command says what it does and shows an example`(_ command: [String])
        throws
    {
        let help = try ecluse(command + ["--help"])
        #expect(help.status == 0, "\(help.errors)")
        #expect(help.output.contains("Usage:"))
        #expect(help.output.contains("Examples:\n  ecluse "), "\(help.output)")
        #expect(help.errors.isEmpty)
        #expect(!help.output.contains("receive-connection"), "commands that Écluse gives itself are not shown")
    }

    @Test func `the exit codes are documented, and every command in the help answers to --help`() throws {
        let help = try ecluse(["--help"]).output
        #expect(help.contains("Exit status:"))
        for code in 0...4 { #expect(help.contains("\n  \(code) ")) }
        let section = help.components(separatedBy: "Commands:\n")[1].components(separatedBy: "\n\n")[0]
        let names = section.split(separator: "\n").map { String($0.split(separator: " ")[0]) }
        #expect(names.count >= 10)
        for name in names { #expect(try ecluse([name, "--help"]).status == 0, "\(name)") }
    }

    /// Command lines and the exit status that they end with.
    static let statuses: [([String], Int32)] = [
        (["--version"], 0), (["frobnicate"], 2), (["drops", "lits"], 2), (["drops"], 2),
        (["drops", "list", "--limit", "x"], 2),
        (["drops", "list"], 2), (["drops", "list", "--home", "/nowhere/at/all"], 3),
        (["journal", "verify", "--home"], 2),
        (["catalogue", "list", "--colour"], 2), (["init"], 2),
    ]

    @Test(arguments: statuses.indices) func `a wrong command line ends with the documented status and a sentence`(
        _ index: Int
    ) throws {
        let (arguments, status) = Self.statuses[index]
        let binary = try #require(EcluseBinary.path, "the program is not built")
        let result = try Tool.run(binary, arguments, environment: ["ECLUSE_HOME": ""])
        #expect(result.status == status, "\(arguments): \(result.errors)")
        if status != 0 { #expect(result.errors.hasPrefix("ecluse: ")) }
    }

    @Test func `every command with --json gives JSON, also where there is nothing yet`() throws {
        let gateway = try Gateway()
        let commands = [
            ["drops", "list"], ["receipts", "list", Gateway.sidep], ["receipts", "verify"], ["journal", "tail"],
            ["journal", "verify"], ["catalogue", "list"], ["convention", "list"], ["doctor"],
        ]
        func check() throws {
            for command in commands {
                let result = try gateway.ecluse(command + ["--json"])
                #expect(result.status == 0, "\(command): \(result.errors)")
                #expect(throws: Never.self) { try JSONParser.parse(result.stdout) }
                let text = try gateway.ecluse(command)
                #expect(text.status == 0, "\(command): \(text.errors)")
                #expect(throws: (any Error).self) { try JSONParser.parse(text.stdout) }
            }
        }
        let early = try gateway.ecluse(["drops", "list"])
        #expect(early.status == 3 && early.errors.contains("home.no-ledger"), "\(early.errors)")
        let ingested = try gateway.ecluse(["ingest", "--once"])
        #expect(ingested.status == 0)
        try check()
        try gateway.start()
        let receipt = try gateway.send(Sidep.day(5), "SIDEP_20261120.csv.age")
        try check()
        for command in [
            ["drops", "show", receipt.drop], ["drops", "figures", "--days", "2"],
            ["receipts", "show", Gateway.sidep, "2"],
            ["catalogue", "show", "sidep/test"],
        ] {
            let result = try gateway.ecluse(command + ["--json"])
            #expect(result.status == 0, "\(result.errors)")
            #expect(throws: Never.self) { try JSONParser.parse(result.stdout) }
            #expect(try gateway.ecluse(command).status == 0)
        }
    }

    /// Questions about what is not there, which are answered with a code.
    static let absent: [[String]] = [
        ["drops", "show", "01kcd3"], ["drops", "retry", "01kcd3"], ["drops", "discard", "../../x"],
        ["receipts", "show", "sidep-test", "7"], ["receipts", "show", "sidep-test", "seven"],
        ["catalogue", "show", "sidep/nothing"], ["catalogue", "show", "sidep"], ["catalogue", "show", "../x"],
        ["catalogue", "show", ""],
    ]

    @Test(arguments: absent) func `what is not there is said with a code, as text and as JSON`(_ command: [String])
        throws
    {
        let gateway = try Gateway()
        _ = try gateway.ecluse(["ingest", "--once"])
        let text = try gateway.ecluse(command)
        #expect(text.status == 1, "\(text.errors)")
        #expect(text.errors.hasPrefix("ecluse: ") && text.errors.contains("["))
        let json = try gateway.ecluse(command + ["--json"])
        #expect(json.status == 1)
        #expect(try JSONParser.parse(json.stderr)["error"]?["code"]?.string?.contains(".") == true)
    }

    @Test func `a quarantined drop is tried again, then discarded, and each step is in ledger, journal and receipts`()
        throws
    {
        let gateway = try Gateway()
        try gateway.start()
        let rows = (1...50).map { Sidep.row($0, $0 == 42 ? ["nom": "DUPONT", "email": "a@b.fr"] : [:]) }
        let notice = try gateway.send(Sidep.file(rows), "SIDEP_20261120.csv.age")
        #expect(notice.state == "quarantined" && notice.kind == "quarantine")
        #expect(notice.reasons == ["treatment.forbidden", "treatment.forbidden"])
        let fields = notice.json["reasons"]?.array?.compactMap { $0["arguments"]?["field"]?.string }
        #expect(fields == ["nom", "email"])
        let sentences = try gateway.ecluse(["drops", "show", notice.drop]).output
        #expect(sentences.contains("«\u{A0}nom\u{A0}»") && !sentences.contains("{"), "names are filled in")
        let listed = try gateway.json(["drops", "list", "--state", "quarantined"])["drops"]?.array ?? []
        #expect(listed.compactMap { $0["drop"]?.string } == [notice.drop])

        let retried = try gateway.ecluse(["drops", "retry", notice.drop, "--note", "look again"])
        #expect(retried.status == 0)
        let second = try gateway.outcome(of: "SIDEP_20261120.csv.age", after: 1)
        #expect(second.state == "quarantined", "nothing has changed in the file")
        #expect(try gateway.ecluse(["drops", "discard", notice.drop, "--note", "sent by mistake"]).status == 0)
        let end = try gateway.outcome(of: "SIDEP_20261120.csv.age", after: 2)
        #expect(end.state == "discarded" && end.kind == "outcome")
        try gateway.stop()

        #expect(
            try gateway.history(notice.drop) == [
                "received", "processing", "quarantined", "received", "processing", "quarantined", "discarded",
            ])
        let shown = try gateway.json(["drops", "show", notice.drop])
        #expect(shown["requests"]?.array?.compactMap { $0["result"]?.string } == ["done", "done"])
        let journal = try gateway.ecluse(["journal", "tail", "-n", "100"]).output
        #expect(journal.contains("operator.request") && journal.contains("sent by mistake"))
        #expect(try gateway.ecluse(["drops", "discard", notice.drop]).status == 1, "it has ended already")
        #expect(try gateway.ecluse(["receipts", "verify"]).status == 0)
        try gateway.expectNothingPublished()
        for file in gateway.folder.allFiles() {
            let bytes = try gateway.folder.read(file)
            #expect(Data(bytes).range(of: Data("DUPONT".utf8)) == nil, "\(file)")
        }
    }

    @Test func `only a quarantined drop can be retried or discarded`() throws {
        let gateway = try Gateway()
        try gateway.start()
        let receipt = try gateway.send(Sidep.day(5), "SIDEP_20261120.csv.age")
        for action in ["retry", "discard"] {
            let refused = try gateway.ecluse(["drops", action, receipt.drop])
            #expect(refused.status == 1)
            #expect(refused.errors.contains("[ledger."))
        }
        #expect(try gateway.rows("sidep", "test") == 5)
    }

    @Test func `journal tail shows the newest lines, a name with control characters does not reach the terminal`()
        throws
    {
        let gateway = try Gateway()
        try gateway.start()
        #expect(try gateway.send(Sidep.day(5), "SIDEP_20261120.csv.age").state == "ingested")
        let two = try gateway.ecluse(["journal", "tail", "-n", "2"])
        #expect(two.output.split(separator: "\n").count == 2)
        let name = try gateway.desk.write("x", "y")
        try gateway.sftp(["put \"\(name)\" \"/inbox/a\u{1b}[31m\""])
        try gateway.stop()
        let all = try gateway.ecluse(["journal", "tail", "-n", "500"]).output + gateway.output
        #expect(!all.contains("\u{1b}"))
    }
}
