internal import CSeccomp
package import Support

/// Which system calls this process may still make (seccomp-bpf, through libseccomp): it cannot be taken back.
///
/// A call that no rule names fails with `EPERM`, so that a library that can do without it goes on. A call of ``deadly`` ends the
/// process: nothing of ours makes it. Names that an architecture does not have are passed over.
package struct SystemCallFilter: Sendable {
    /// What a call's argument must be for the call to be allowed.
    package enum Condition: Sendable {
        /// The argument at `index` has none of the bits of `mask`.
        case without(index: UInt32, mask: UInt64)
        /// The argument at `index` is `value`.
        case equals(index: UInt32, value: UInt64)
    }

    private var allowed: [(name: String, condition: Condition?)] = []
    private var deadly: [String] = []

    /// A filter that allows nothing.
    package init() {}

    /// Allows the calls `names`, whatever their arguments.
    package mutating func allow(_ names: [String]) { allowed += names.map { ($0, nil) } }

    /// Allows the call `name` where its argument is as `condition` wants it.
    package mutating func allow(_ name: String, where condition: Condition) { allowed.append((name, condition)) }

    /// Ends the process at each of the calls `names`.
    package mutating func kill(_ names: [String]) { deadly += names }

    /// Puts the filter over this process, all of its threads, for good.
    package func install() throws(SystemCallFault) {
        guard let context = unsafe seccomp_init(ecluse_seccomp_errno(EPERM)) else {
            throw SystemCallFault("init", ENOMEM)
        }
        defer { unsafe seccomp_release(context) }
        let synchronise = unsafe seccomp_attr_set(context, SCMP_FLTATR_CTL_TSYNC, 1)
        guard synchronise == 0 else { throw SystemCallFault("threads", -synchronise) }
        for (name, condition) in allowed { try unsafe add(name, ecluse_seccomp_allow(), condition, to: context) }
        for name in deadly { try unsafe add(name, ecluse_seccomp_kill(), nil, to: context) }
        let loaded = unsafe seccomp_load(context)
        guard loaded == 0 else { throw SystemCallFault("load", -loaded) }
    }

    private func add(
        _ name: String, _ action: UInt32, _ condition: Condition?, to context: UnsafeMutableRawPointer
    ) throws(SystemCallFault) {
        let number = unsafe seccomp_syscall_resolve_name(name)
        // Negative numbers stand for calls of other architectures, and for unknown names.
        guard number >= 0 else { return }
        let comparison: [scmp_arg_cmp] =
            switch condition {
            case nil: []
            case .without(let index, let mask):
                [scmp_arg_cmp(arg: index, op: SCMP_CMP_MASKED_EQ, datum_a: mask, datum_b: 0)]
            case .equals(let index, let value): [scmp_arg_cmp(arg: index, op: SCMP_CMP_EQ, datum_a: value, datum_b: 0)]
            }
        let result = unsafe seccomp_rule_add_array(context, action, number, UInt32(comparison.count), comparison)
        guard result == 0 else { throw SystemCallFault(name, -result) }
    }
}

/// A filter that could not be made or put over the process.
package struct SystemCallFault: Fault, Equatable {
    package let code: FaultCode = "system-calls.filter"
    /// The step or the name of the call.
    package let step: String
    /// `errno(3)`'s number.
    package let number: Int32

    /// The fault at `step`.
    package init(_ step: String, _ number: Int32) {
        self.step = step
        self.number = number
    }

    package var arguments: [String: String] { ["step": step, "number": String(number)] }
}
