import Envelope
import Support
import Testing

struct SSHSignatureTests {
    private let message = Array("{\"number\":7}\n".utf8)

    @Test func `verifies what it signed, and nothing else`() throws {
        let key = try SSHPrivateKey.generate()
        let other = try SSHPrivateKey.generate().publicKey
        let signature = try SSHSignature.sign(message: message, namespace: "ecluse-receipt", key: key)
        func check(_ message: [UInt8], _ namespace: String, _ allowed: SSHPublicKey) throws {
            try SSHSignature.verify(signature, message: message, namespace: namespace, allowed: allowed)
        }
        try check(message, "ecluse-receipt", key.publicKey)
        #expect(try SSHSignature.signer(of: signature) == key.publicKey)
        #expect(throws: EnvelopeFault.signatureWrong) { try check(message + [1], "ecluse-receipt", key.publicKey) }
        #expect(throws: EnvelopeFault.signatureWrong) { try check(message, "file", key.publicKey) }
        #expect(throws: EnvelopeFault.signatureWrong) { try check(message, "ecluse-receipt", other) }
    }

    @Test func `refuses a signature file in which any byte was changed`() throws {
        let key = try SSHPrivateKey.generate()
        let signature = try SSHSignature.sign(message: message, namespace: "n", key: key)
        for index in signature.indices where signature[index] != 10 {
            var changed = signature
            changed[index] = changed[index] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
            #expect(throws: EnvelopeFault.self) {
                try SSHSignature.verify(changed, message: message, namespace: "n", allowed: key.publicKey)
            }
        }
    }

    @Test(.enabled(if: Tool.exists("ssh-keygen")))
    func `makes signatures that ssh-keygen verifies, and refuses when the message changes`() throws {
        let scratch = try Scratch()
        let key = try SSHPrivateKey.generate()
        let signature = try scratch.write(
            "sig", SSHSignature.sign(message: message, namespace: "ecluse-receipt", key: key))
        let allowed = try scratch.write("allowed", Array("gateway \(key.publicKey)\n".utf8))
        let arguments = ["-Y", "verify", "-f", allowed, "-I", "gateway", "-n", "ecluse-receipt", "-s", signature]
        let good = try Tool.run("ssh-keygen", arguments, input: try scratch.write("good", message))
        #expect(good.status == 0, "\(good.output)")
        let bad = try Tool.run("ssh-keygen", arguments, input: try scratch.write("bad", message + [32]))
        #expect(bad.status != 0)
    }

    @Test(.enabled(if: Tool.exists("ssh-keygen")), arguments: ["sha512", "sha256"])
    func `verifies signatures that ssh-keygen made`(hash: String) throws {
        let scratch = try Scratch()
        let key = try SSHPrivateKey.generate()
        let path = try scratch.write("key", try key.serialised(comment: "x"))
        let file = try scratch.write("message", message)
        let signed = try Tool.run(
            "ssh-keygen", ["-Y", "sign", "-O", "hashalg=\(hash)", "-f", path, "-n", "file", file])
        #expect(signed.status == 0, "\(signed.output)")
        let signature = try scratch.read("message.sig")
        try SSHSignature.verify(signature, message: message, namespace: "file", allowed: key.publicKey)
    }
}
