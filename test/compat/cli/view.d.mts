export function view(kind: string, ran: { readonly out: string; readonly err: string }): string[];
