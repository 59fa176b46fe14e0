internal import Crypto

/// The certificate that a gateway publishes for CMS, and how the plainest tool seals to it.
package struct RecipientCertificate: Sendable, Equatable {
    /// Name of the certificate's file in `/convention`.
    package static let fileName = "recipient.pem"

    /// The certificate as PEM text.
    package let text: [UInt8]
    /// What `openssl cms -encrypt` is told of the recipient.
    package let options: String

    /// The certificate in PEM text; nil where it is anything else.
    package init?(_ text: [UInt8]) {
        guard let certificate = Certificate(pem: text) else { return nil }
        self.text = text
        // Without these the tool would choose the padding that is refused.
        let padding = certificate.holdsRSAKey ? " -keyopt rsa_padding_mode:oaep -keyopt rsa_oaep_md:sha256" : ""
        options = "-recip " + RecipientCertificate.fileName + padding
    }
}
