/// The text form of OpenPGP files (RFC 4880 §6).
enum OpenPGPArmor {
    static let begin = Array("-----BEGIN PGP MESSAGE-----".utf8)
    static let end = Array("-----END PGP MESSAGE-----".utf8)
    /// Most characters of a line of base64: what §6.3 allows.
    static let columns = 76
    /// Most lines such as `Version: GnuPG v2`, and most bytes of one.
    static let maximumHeaders = 16
    static let maximumHeaderBytes = 1024
    /// Names of such lines (§6.2).
    static let headers = ["Version", "Comment", "Hash", "Charset", "MessageID"].map { Array("\($0): ".utf8) }

    /// The checksum of §6.1, which shows a slip of a copyist and nothing else.
    struct Checksum {
        private static let generator: UInt32 = 0x86_4cfb
        private static let table: [UInt32] = (0..<256).map { byte in
            (0..<8).reduce(UInt32(byte) << 16) { crc, _ in
                crc & 0x80_0000 == 0 ? crc << 1 : (crc << 1 ^ generator) & 0xff_ffff
            }
        }

        private(set) var value: UInt32 = 0xb7_04ce

        /// The three bytes, most significant first.
        var bytes: [UInt8] { [16, 8, 0].map { UInt8(truncatingIfNeeded: value >> UInt32($0)) } }

        mutating func add(_ bytes: [UInt8]) {
            var crc = value
            for byte in bytes {
                crc = (crc << 8 ^ Checksum.table[Int(UInt8(truncatingIfNeeded: crc >> 16) ^ byte)]) & 0xff_ffff
            }
            value = crc
        }
    }
}
