// zod with `.openapi()` on every schema. Import z from here, so that the extension is in place before any schema is made.
import { extendZodWithOpenApi } from '@asteasolutions/zod-to-openapi';
import { z } from 'zod';

extendZodWithOpenApi(z);

export { z };
