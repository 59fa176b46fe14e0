import SSH
import Testing

struct SSHPublicKeyTests {
    /// Made for this test; the private half was thrown away.
    static let line = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f example"

    @Test func `reads a public key line`() throws {
        let blob = try #require(SSHPublicKey.blob(line: Self.line))
        #expect(blob.count == 51)
        #expect(Array(blob.suffix(32)) == (0..<32).map { UInt8($0) })
    }

    @Test(arguments: [
        "", "ssh-ed25519", "ssh-ed25519 !!!!", "ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIAABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhscHR4f",
        "ssh-ed25519 AAAA", "ssh-ed25519 /////w==",
    ]) func `rejects anything else`(line: String) {
        #expect(SSHPublicKey.blob(line: line) == nil)
    }

    @Test func `says which library it uses`() { #expect(SSHLibrary.version.hasPrefix("0.")) }
}
