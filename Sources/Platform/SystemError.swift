internal import Glibc
package import Support

/// A failed system call: which one, its `errno`, and on which kind of thing.
package struct SystemError: Fault, Equatable {
    /// `errno` after the call.
    package let number: Int32
    /// Name of the call, such as `fsync`.
    package let call: String
    /// What it was applied to, in words or as a path below the home directory; never a name that a producer chose.
    package let subject: String

    /// The error of `call` on `subject`.
    package init(_ call: String, _ subject: String = "", number: Int32 = errno) {
        self.number = number
        self.call = call
        self.subject = subject
    }

    package var code: FaultCode {
        switch number {
        case ENOSPC, EDQUOT: "system.disk-full"
        case EACCES, EPERM, EROFS: "system.permission"
        case ENOENT: "system.not-found"
        case EEXIST: "system.exists"
        default: "system.call-failed"
        }
    }

    package var arguments: [String: String] {
        ["call": call, "subject": subject, "reason": unsafe String(cString: strerror(number))]
    }
}
