package import Pseudonymisation

/// What a store of the matrix needs of a pseudonym: its bytes, there and back.
extension MatrixRow {
    /// The pseudonym's 16 bytes.
    package var pseudonymBytes: [UInt8] { pseudonym.bytes }
}

extension OppositionUpdate {
    /// The pseudonym's 16 bytes.
    package var pseudonymBytes: [UInt8] { pseudonym.bytes }
}

/// Makes the pseudonym that is stored as `bytes`; nil where there are not 16.
package func storedPseudonym(_ bytes: [UInt8]) -> Pseudonym? { Pseudonym(bytes: bytes) }
