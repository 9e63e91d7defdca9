using System.Text;

namespace Lobsterd.Domain.Errors;

/// <summary>A failure as a value: what went wrong, what a person can do, and what it came from.</summary>
/// <param name="Code">The typed code; programs decide by it alone.</param>
/// <param name="Message">One sentence for a person, without secrets, without a trailing full stop.</param>
/// <param name="Hint">What a person can do about it, if anything is known.</param>
/// <param name="Cause">The failure below this one, if there was one.</param>
public sealed record LobsterError(ErrorCode Code, string Message, string? Hint = null, LobsterError? Cause = null)
{
    /// <summary>The message followed by those of its causes, outermost first, joined by colons.</summary>
    public string FullMessage
    {
        get
        {
            var text = new StringBuilder(Message);
            for (var cause = Cause; cause is not null; cause = cause.Cause)
                _ = text.Append(": ").Append(cause.Message);
            return text.ToString();
        }
    }

    /// <summary>The nearest hint on the way down the causes.</summary>
    public string? NearestHint => Hint ?? Cause?.NearestHint;

    /// <summary>This failure seen from one level up.</summary>
    /// <param name="message">What the level above was doing, e.g. <c>tenant alice: no disk</c>.</param>
    public LobsterError Under(string message) => new(Code, message, Cause: this);
}
