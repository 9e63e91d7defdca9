using Lobsterd.Domain.Errors;

namespace Lobsterd.Engine.Admission;

/// <summary>Why a tenant is not let in.</summary>
public static class AdmissionErrors
{
    /// <summary>The host's memory does not suffice.</summary>
    public static readonly ErrorCode MemoryExhausted = new("tenant.memory.exhausted", ErrorKind.Exhausted);
}
