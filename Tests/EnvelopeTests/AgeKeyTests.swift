import Envelope
import Support
import Testing

struct AgeKeyTests {
    @Test func `reads and writes an identity and its recipient`() throws {
        let text = Array("AGE-SECRET-KEY-1EGTZVFFV20835NWYV6270LXYVK2VKNX2MMDKWYKLMGR48UAWX40Q2P2LM0".utf8)
        let identity = try AgeIdentity(text)
        #expect(identity.serialised() == text)
        let recipient = identity.recipient.description
        #expect(recipient.hasPrefix("age1"))
        #expect(try AgeRecipient(recipient) == identity.recipient)
    }

    @Test func `reads an identity file with comments and blank lines`() throws {
        let identities = try [AgeIdentity.generate(), AgeIdentity.generate()]
        let keys = identities.map { String(decoding: $0.serialised(), as: UTF8.self) }
        let file = "# created: today\n# public key: x\n\(keys[0])\r\n\n  \n\(keys[1])"
        #expect(try AgeIdentity.parse(file: Array(file.utf8)).map(\.recipient) == identities.map(\.recipient))
        #expect(throws: EnvelopeFault.self) { try AgeIdentity.parse(file: Array("# nothing\n".utf8)) }
    }

    @Test func `refuses every text in which one character was changed, dropped or put in another case`() throws {
        let identity = try AgeIdentity.generate()
        let text = identity.serialised()
        for index in text.indices {
            var changed = text
            changed[index] = text[index] == UInt8(ascii: "Q") ? UInt8(ascii: "P") : UInt8(ascii: "Q")
            #expect(throws: EnvelopeFault.keyMalformed(kind: "age")) { try AgeIdentity(changed) }
            var shorter = text
            shorter.remove(at: index)
            #expect(throws: EnvelopeFault.keyMalformed(kind: "age")) { try AgeIdentity(shorter) }
        }
        let lower = Array(String(decoding: text, as: UTF8.self).lowercased().utf8)
        #expect(throws: EnvelopeFault.self) { try AgeIdentity(lower) }
        #expect(throws: EnvelopeFault.self) { try AgeRecipient(identity.recipient.description.uppercased()) }
        #expect(throws: EnvelopeFault.self) { try AgeRecipient("") }
        #expect(throws: EnvelopeFault.self) { try AgeRecipient(String(decoding: text, as: UTF8.self)) }
    }

    @Test func `shows nothing of a secret in descriptions and errors`() throws {
        let identity = try AgeIdentity.generate()
        let text = String(decoding: identity.serialised(), as: UTF8.self)
        var shown = "\(identity)" + String(reflecting: identity)
        dump(identity, to: &shown)
        do { _ = try AgeIdentity(Array((text + "Q").utf8)) } catch { shown += "\(error)" + String(reflecting: error) }
        #expect(!shown.contains(text.suffix(20)))
        #expect(!shown.contains("["))
    }
}
