import Convention
import Envelope
import Support
import Testing

@Suite struct ConventionGuideTests {
    private let gateway = GatewayIdentity(
        recipient: "age1example", receiptKey: "ssh-ed25519 AAAA",
        hostKeys: [.init(name: "ED25519", line: "ssh-ed25519 AAAA", fingerprint: "SHA256:abc")], host: "hub.example",
        port: 2222)

    private func guide(_ language: Language) throws -> String {
        var convention = try #require(ConventionLoader.load(try LintVector.base()).convention)
        convention.producer.language = language
        return String(decoding: ConventionGuide.render(convention, gateway: gateway), as: UTF8.self)
    }

    @Test(arguments: Language.allCases) func `shows the commands to seal, send and verify`(_ language: Language) throws
    {
        let text = try guide(language)
        #expect(text.contains("age -r age1example -o VISIT_20260115.csv.age VISIT_20260115.csv"))
        #expect(text.contains("sftp -P 2222 hospital@hub.example"))
        #expect(text.contains("ssh-keygen -Y verify -f allowed_signers"))
        #expect(text.contains("SHA256:abc"))
        for column in ["person", "surname", "born", "doctor"] { #expect(text.contains("| `\(column)` |")) }
        #expect(text.contains("OPP_20260115.csv.age"))
        #expect(!text.contains(/\{[a-z]+\}/), "a value is missing")
    }

    @Test(arguments: Language.allCases) func `shows how to make the manifest of a delivery`(_ language: Language) throws
    {
        var convention = try #require(ConventionLoader.load(try LintVector.base()).convention)
        convention.producer.language = language
        #expect(!String(decoding: ConventionGuide.render(convention, gateway: gateway), as: UTF8.self).contains("jq"))
        convention.delivery = DeliveryRules(
            manifestPattern: #"M_\d{6}\.json\.age"#, manifestExample: "M_202601.json.age", waitHours: 48)
        let text = String(decoding: ConventionGuide.render(convention, gateway: gateway), as: UTF8.self)
        #expect(text.contains("visit:1:VISIT_20260115.csv:VISIT_20260115.csv.age\nEND"))
        #expect(text.contains("schemaVersion: 1,") && text.contains("> M_202601.json\n") && text.contains(" 48 "))
        #expect(!text.contains(/\{[a-z]+\}/), "a value is missing")
    }

    @Test func `shows how to seal with CMS, and to sign where the convention asks for that`() throws {
        var convention = try #require(ConventionLoader.load(try LintVector.base()).convention)
        let identity = try CMSIdentity.generate(name: "gateway", now: Timestamp(seconds: 1_795_000_000))
        var gateway = gateway
        gateway.certificate = RecipientCertificate(identity.certificateText)
        convention.drops.envelope = EnvelopePolicy(formats: [.cms])
        func text() -> String { String(decoding: ConventionGuide.render(convention, gateway: gateway), as: UTF8.self) }
        let seal = "openssl cms -encrypt -binary -stream -outform DER -aes-256-gcm"
        #expect(text().contains("\(seal) -in VISIT_20260115.csv -out VISIT_20260115.csv.cms -recip recipient.pem\n"))
        #expect(!text().contains("age -r"))
        convention.drops.envelope.signers = [.certificate([1])]
        #expect(text().contains("openssl cms -sign -binary -stream -nodetach"))
        #expect(text().contains("| \(seal) -out VISIT_20260115.csv.cms -recip recipient.pem\n"))
    }

    @Test func `speaks the language of the convention`() throws {
        #expect(try guide(.french).contains("**doit être vide**"))
        #expect(try guide(.english).contains("**must be empty**"))
    }
}
