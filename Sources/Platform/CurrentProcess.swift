internal import Glibc

/// The running process.
package enum CurrentProcess {
    /// Its number.
    package static var id: Int32 { getpid() }
}
