import Envelope
import Exclusion
import Foundation
import Receipts
import Support
import Testing

struct OutcomeReceiptTests {
    let key: SSHPrivateKey
    private let messages = ProductMessages.table([
        MessageTable([
            Message(
                "records.pattern", fr: "Le champ {field} n'a pas la forme attendue.",
                en: "The field {field} does not have the expected shape.")
        ])
    ])

    init() throws { key = try SSHPrivateKey.generate() }

    private func outcome(excluded: Int) throws -> OutcomeReceipt {
        var receipt = OutcomeReceipt(head: try head(), state: .partial)
        receipt.tables = [TableOutcome(name: "rpu", read: 1000, kept: 990 - excluded, rejected: 10, excluded: excluded)]
        receipt.tables[0].version = 4
        receipt.schemaVersion = "2.1"
        receipt.brokenRules = [
            OutcomeReceipt.BrokenRule(
                code: "records.pattern", table: "rpu", field: "cp", action: .rejectRecord, count: 10)
        ]
        receipt.reappeared = excluded
        receipt.oppositions = OutcomeReceipt.OppositionCounts(added: 3, withdrawn: 2, unknown: 1)
        receipt.nextDue = Timestamp(seconds: 1_795_086_400)
        receipt.errorReport = ReceiptNames(number: 1, kind: .outcome, dropID: "d-0001").errors
        return receipt
    }

    private func render(
        _ receipt: OutcomeReceipt, _ language: Language = .english, _ floor: SmallCountFloor = .standard
    ) throws -> RenderedReceipt {
        try receipt.render(signingKey: key, language: language, messages: messages, floor: floor)
    }

    @Test func `states every count where nothing is to be hidden`() throws {
        let table = try #require(try render(outcome(excluded: 11)).value()["tables"]?.array?.first)
        #expect(table["read"]?.integer == 1000)
        #expect(table["kept"]?.integer == 979)
        #expect(table["rejected"]?.integer == 10)
        #expect(table["excluded"]?.integer == 11)
        #expect(table["duplicate"]?.integer == 0)
        #expect(table["version"]?.integer == 4)
        #expect(try render(outcome(excluded: 0)).value()["tables"]?.array?.first?["excluded"]?.integer == 0)
    }

    @Test(arguments: 1...10)
    func `leaves no way to work out a small count of excluded rows`(excluded: Int) throws {
        let rendered = try render(outcome(excluded: excluded))
        let value = try rendered.value()
        let table = try #require(value["tables"]?.array?.first)
        #expect(table["excluded"]?.string == "<11")
        #expect(table["kept"] == nil)
        #expect(table["keptOrExcluded"]?.integer == 990)
        #expect(value["reappeared"]?.string == "<11")
        // All such receipts are the same, whatever the count.
        let other = try render(outcome(excluded: 5))
        #expect(other.json == rendered.json)
        #expect(other.text == rendered.text)
    }

    @Test func `takes another floor`() throws {
        let table = try render(outcome(excluded: 5), .english, SmallCountFloor(3)).value()["tables"]?.array?.first
        #expect(table?["excluded"]?.integer == 5)
    }

    @Test func `refuses to state rows that do not add up`() throws {
        let wrong = [
            TableOutcome(name: "rpu", read: 10, kept: 9, rejected: 0, excluded: 0),
            TableOutcome(name: "rpu", read: 10, kept: 11, rejected: -1, excluded: 0),
            TableOutcome(name: "rpu", read: 10, kept: 10, rejected: 0, excluded: 1),
            TableOutcome(name: "rpu", read: .max, kept: .max, rejected: .max, excluded: .max, duplicate: .max),
        ]
        for table in wrong {
            var receipt = OutcomeReceipt(head: try head(), state: .ingested)
            receipt.tables = [table]
            #expect(throws: ReceiptFault.unbalanced(table: "rpu")) { try render(receipt) }
        }
    }

    @Test(arguments: OutcomeReceipt.State.allCases, Language.allCases)
    func `gives a person verdict, cause and what to do, in every state and language`(
        state: OutcomeReceipt.State, language: Language
    ) throws {
        var receipt = try outcome(excluded: 20)
        receipt.state = state
        receipt.reasons = [OutcomeReceipt.Remark(EnvelopeFault.truncated(bytes: 77))]
        let text = try render(receipt, language).plain
        for part in ["state", "next"] {
            let code = FaultCode(rawValue: "receipt.\(part).\(state.rawValue)")
            #expect(text.contains(messages.text(code, language)))
        }
        #expect(text.contains(messages.text(EnvelopeFault.truncated(bytes: 77), language)))
        #expect(text.contains("rpu_2026-11-20.csv.age"))
        #expect(text.contains("0001-errors-d-0001.csv"))
        #expect(text.contains(messages.text("records.pattern", language, ["field": "cp"])))
        #expect(text.contains("ssh-keygen -Y verify"))
        #expect(try !text.contains("{") && !text.contains(Regex("receipt\\.[a-z]")))
    }

    @Test func `carries reason and rules with code, arguments and sentence in the JSON`() throws {
        var receipt = try outcome(excluded: 0)
        receipt.reasons = [OutcomeReceipt.Remark(EnvelopeFault.notForUs)]
        let value = try render(receipt, .french).value()
        #expect(value["reasons"]?.array?.first?["code"]?.string == "envelope.not-for-us")
        #expect(value["rules"]?.array?.first?["count"]?.integer == 10)
        #expect(value["rules"]?.array?.first?["text"]?.string == "Le champ cp n'a pas la forme attendue.")
        #expect(value["oppositions"]?["withdrawn"]?.integer == 2)
        #expect(value["state"]?.string == "partial")
    }

    @Test func `explains a rule of the convention by the sentence of its kind`() throws {
        let shared = MessageTable([
            Message("rule", fr: "« {left} » et « {right} » se contredisent.", en: "“{left}” contradicts “{right}”.")
        ])
        var receipt = OutcomeReceipt(head: try head(), state: .partial)
        receipt.brokenRules = [
            OutcomeReceipt.BrokenRule(
                code: "rule.entry-before-exit", message: "rule", table: "rpu", field: nil, action: .rejectRecord,
                count: 2, details: ["left": "entry", "right": "exit"])
        ]
        let rendered = try receipt.render(signingKey: key, language: .english, messages: shared)
        let rule = try #require(try rendered.value()["rules"]?.array?.first)
        #expect(rule["code"]?.string == "rule.entry-before-exit")
        #expect(rule["text"]?.string == "“entry” contradicts “exit”.")
        #expect(rendered.plain.contains("“entry” contradicts “exit”."))
    }

    @Test func `escapes what a producer put into a file name`() throws {
        let receipt = OutcomeReceipt(head: try head(fileName: "a\u{1b}[31m\n\u{202e}b.csv"), state: .rejected)
        let rendered = try render(receipt)
        #expect(!rendered.json.contains(0x1b) && !rendered.text.contains(0x1b))
        #expect(!rendered.plain.contains("\u{202e}"))
        #expect(try rendered.value()["drop"]?["name"]?.string == "a\\u{1b}[31m\\u{a}\\u{202e}b.csv")
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/ssh-keygen")))
    func `is verified by plain ssh-keygen, as its text says, and no longer after a change`() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "ecluse-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let rendered = try render(outcome(excluded: 0))
        let signers = folder.appending(path: ReceiptSignature.allowedSignersName)
        try Data(ReceiptSignature.allowedSigners(key.publicKey).utf8).write(to: signers)
        let json = folder.appending(path: rendered.names.json)
        let signature = folder.appending(path: rendered.names.signature)
        try Data(rendered.json).write(to: json)
        try Data(rendered.signature).write(to: signature)
        let arguments = [
            "-Y", "verify", "-f", signers.path, "-I", ReceiptSignature.signer, "-n", ReceiptSignature.namespace, "-s",
            signature.path,
        ]
        #expect(try succeeds("/usr/bin/ssh-keygen", arguments, input: json))
        try Data(rendered.json + [32]).write(to: json)
        #expect(try !succeeds("/usr/bin/ssh-keygen", arguments, input: json))
    }
}
