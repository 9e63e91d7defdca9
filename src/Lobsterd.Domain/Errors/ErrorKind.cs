namespace Lobsterd.Domain.Errors;

/// <summary>The few sorts of failure that callers tell apart; each maps once to an HTTP status and once to an exit code.</summary>
public enum ErrorKind
{
    /// <summary>The input is wrong; the same input will never work. HTTP 400, exit 2.</summary>
    Invalid,

    /// <summary>What was named does not exist. HTTP 404, exit 3.</summary>
    NotFound,

    /// <summary>The present state forbids it; another state would not. HTTP 409, exit 4.</summary>
    Conflict,

    /// <summary>A limit or a resource is used up: memory, disk, slots. HTTP 507, exit 5.</summary>
    Exhausted,

    /// <summary>The host lacks something that a person must provide. HTTP 503, exit 5.</summary>
    NotReady,

    /// <summary>Something that should answer did not; safe to try again. HTTP 503, exit 1.</summary>
    Unavailable,

    /// <summary>The caller may not do it; somebody who may has to allow it. HTTP 403, exit 1.</summary>
    Forbidden,

    /// <summary>lobsterd or the kernel broke a promise. HTTP 500, exit 1.</summary>
    Bug,
}
