using System.Diagnostics;
using System.Globalization;
using Lobsterd.Domain.Tenants;
using Lobsterd.Edge.Forwarding;

namespace Lobsterd.Edge.Sleeping;

/// <summary>What a client is told whose wait ended without its tenant.</summary>
/// <param name="holdTime">The longest wait.</param>
internal sealed class HeldPages(TimeSpan holdTime)
{
    /// <summary>Writes the page.</summary>
    public Task WriteAsync(HttpContext context, TenantName tenant, HoldEnd end) => end switch
    {
        HoldEnd.Refused refused => WriteAsync(context, StatusCodes.Status503ServiceUnavailable, refused.RetryAfter,
            "This tenant could not be woken", $"Tenant {tenant} is asleep and could not be woken: {refused.Reason}"),
        HoldEnd.TooLong => WriteAsync(context, StatusCodes.Status503ServiceUnavailable, TimeSpan.FromSeconds(5), "This tenant is still asleep",
            string.Create(CultureInfo.InvariantCulture, $"Tenant {tenant} did not wake within {holdTime.TotalSeconds:0.#} s; try again in a moment.")),
        HoldEnd.TooOften often => WriteAsync(context, StatusCodes.Status429TooManyRequests, often.RetryAfter, "This tenant stays asleep",
            $"Tenant {tenant} is asleep, and tenants were woken too often of late for this request to wake it; try again later."),
        HoldEnd.Full => WriteAsync(context, StatusCodes.Status503ServiceUnavailable, TimeSpan.FromSeconds(2), "This tenant is waking",
            $"Tenant {tenant} is being woken, and as many requests wait for it as may; try again in a moment."),
        _ => throw new UnreachableException($"{end} needs no page"),
    };

    private static Task WriteAsync(HttpContext context, int status, TimeSpan retryAfter, string title, string detail)
    {
        context.Response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(retryAfter.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return StatusPage.WriteAsync(context, status, title, detail);
    }
}
