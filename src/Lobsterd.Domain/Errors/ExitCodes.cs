namespace Lobsterd.Domain.Errors;

/// <summary>What our programs exit with; the one place where a kind of failure becomes a number.</summary>
public static class ExitCodes
{
    /// <summary>The exit code of a kind: 2 bad input, 3 not found, 4 conflict, 5 host not ready or used up, 1 everything else.</summary>
    public static int Of(ErrorKind kind) => kind switch
    {
        ErrorKind.Invalid => 2,
        ErrorKind.NotFound => 3,
        ErrorKind.Conflict => 4,
        ErrorKind.NotReady or ErrorKind.Exhausted => 5,
        _ => 1,
    };
}
