import Pseudonymisation
import Support

/// Secrets that tests may know.
enum Keys {
    static func bytes(_ seed: UInt8) -> [UInt8] { (0..<32).map { UInt8($0) &* 7 &+ seed } }

    static func secret(_ domain: String = "patients", epoch: Int = 1) throws -> PseudonymSecret {
        try PseudonymSecret(
            domain: domain, epoch: epoch,
            key: SecretBytes(copying: bytes(UInt8(epoch) &* 31 &+ UInt8(domain.utf8.count)).span))
    }

    static func ring(epochs: Int = 1) throws -> PseudonymKeyRing {
        try PseudonymKeyRing((1...epochs).map { try secret(epoch: $0) } + [secret("donneurs")])
    }
}
