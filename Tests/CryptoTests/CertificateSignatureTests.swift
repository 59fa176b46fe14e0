import Crypto
import TestSupport
import Testing

struct CertificateSignatureTests {
    @Test func `a key that allows one hash verifies with no other, and that is no failure`() throws {
        guard Tool.find("openssl") != nil else { return }
        let folder = try TemporaryDirectory()
        let (key, file) = (folder.file("key"), folder.file("certificate"))
        func openssl(_ arguments: [String]) throws {
            let result = try Tool.run("openssl", arguments)
            try #require(result.status == 0, "\(result.errors)")
        }
        try openssl(
            [
                "req", "-x509", "-nodes", "-subj", "/CN=signer", "-keyout", key, "-out", file, "-newkey", "rsa-pss",
                "-pkeyopt", "rsa_keygen_bits:2048", "-sha256",
            ] + ["md:sha256", "mgf1_md:sha256", "saltlen:32"].flatMap { ["-pkeyopt", "rsa_pss_keygen_" + $0] })
        let message = try folder.write("message", Array("a;b\n".utf8))
        try openssl(["dgst", "-sha256", "-sign", key, "-out", folder.file("signature"), message])
        let certificate = try #require(Certificate(pem: try folder.read("certificate")))
        let signature = try folder.read("signature")
        func verifies(_ hash: HashAlgorithm, mask: HashAlgorithm, salt: Int) throws -> Bool {
            try certificate.verifies(
                signature, of: Array("a;b\n".utf8), .rsaPSS(hash, mask: mask, saltLength: salt))
        }
        #expect(try verifies(.sha256, mask: .sha256, salt: 32))
        #expect(try !verifies(.sha512, mask: .sha512, salt: 64))
        #expect(try !verifies(.sha256, mask: .sha512, salt: 32))
        #expect(try !verifies(.sha256, mask: .sha256, salt: 20))
        #expect(try verifies(.sha256, mask: .sha256, salt: 32), "nothing is left over")
    }
}
